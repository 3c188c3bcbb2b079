import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { Section } from '../ui/section.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useCall, useStatus } from './window-context.tsx';

/** Where the registration token goes in. Shown as long as this computer is not registered, and after it was just done. */
export function Registration() {
  const { t } = useTranslation('config');
  const call = useCall();
  const { registration } = useStatus();
  const [token, setToken] = useState('');
  const [working, setWorking] = useState(false);
  const [error, setError] = useState<string>();
  const [done, setDone] = useState(false);

  const register = async (): Promise<void> => {
    const cleaned = token.replaceAll(/\s/g, '');
    if (cleaned === '') {
      setError(t('registration.empty'));
      return;
    }
    setWorking(true);
    setError(undefined);
    const outcome = await call('register', { token: cleaned });
    setWorking(false);
    if (outcome?.outcome === 'refused') setError(outcome.reason);
    if (outcome?.outcome === 'done') setDone(true);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.target instanceof HTMLButtonElement) return;
    event.preventDefault();
    void register();
  };

  if (done && registration === 'registered') {
    return (
      <Section title={t('registration.title')}>
        <Notice tone="ok" announced>
          {t('registration.done')}
        </Notice>
      </Section>
    );
  }
  if (registration === 'registered') return null;
  return (
    <Section
      title={t('registration.title')}
      intro={t(registration === 'refused' ? 'registration.refused' : 'registration.intro')}
    >
      {/* Enter in the field registers; it does not close the window. */}
      <div onKeyDown={onKeyDown} role="presentation">
        <TextField
          label={t('registration.token')}
          hint={t('registration.tokenHint')}
          error={error}
          value={token}
          onChange={setToken}
          lines={3}
          mono
          width="full"
          maxLength={2000}
        />
      </div>
      <Field label={t('registration.register')} labelled="plain">
        {() => (
          <Button
            variant="primary"
            pending={working || registration === 'registering'}
            onClick={() => void register()}
          >
            {t('registration.register')}
          </Button>
        )}
      </Field>
    </Section>
  );
}
