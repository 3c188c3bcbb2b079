import { useTranslation } from 'react-i18next';
import type { SecretField } from '#shared/settings/settings.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useSettings } from './settings-form.tsx';

interface PasswordSettingProps {
  path: SecretField;
  label: string;
  disabled: boolean;
}

/** A secret of the settings. It can be set, replaced and removed, never read. */
export function PasswordSetting({ path, label, disabled }: PasswordSettingProps) {
  const { t } = useTranslation('config');
  const { view, draft, setSecret } = useSettings();
  const wanted = draft.secrets[path];
  const kept = view.secrets[path] === 'set';
  const placeholder = wanted === null ? t('http.passwordRemoved') : kept ? t('http.passwordKept') : undefined;
  return (
    <TextField
      label={label}
      type="password"
      autoComplete="new-password"
      value={wanted ?? ''}
      placeholder={placeholder}
      maxLength={1000}
      disabled={disabled}
      onChange={(value) => setSecret(path, value === '' ? undefined : value)}
      action={
        kept && wanted !== null && !disabled ? (
          <Button
            variant="quiet"
            icon="delete"
            aria-label={t('http.removePassword')}
            onClick={() => setSecret(path, null)}
          />
        ) : undefined
      }
    />
  );
}
