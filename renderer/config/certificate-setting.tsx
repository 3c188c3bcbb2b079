import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { TextSetting } from './setting-fields.tsx';
import { useSettings } from './settings-form.tsx';
import { useCall } from './window-context.tsx';

/** A certificate in PEM form, pasted or taken from a file. */
export function CertificateSetting({ path, hint }: { path: 'http.ownCa'; hint: string }) {
  const { t } = useTranslation('config');
  const call = useCall();
  const { write } = useSettings();
  const load = async (): Promise<void> => {
    const text = await call('loadText', undefined);
    if (text !== null && text !== undefined) write(path, text.trim());
  };
  return (
    <TextSetting
      path={path}
      lines={3}
      mono
      width="full"
      hint={hint}
      source={<Button onClick={() => void load()}>{t('http.fromFile')}</Button>}
    />
  );
}
