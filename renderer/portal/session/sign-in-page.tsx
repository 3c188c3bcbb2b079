import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Operator } from '#shared/portal-data.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { CallError, PortalClient } from '../api/portal-client.ts';
import { CallNotice } from '../frame/call-notice.tsx';
import { Mark } from '../frame/mark.tsx';
import { usePageTitle } from '../frame/page.tsx';
import styles from './sign-in-page.module.css';

interface SignInPageProps {
  client: PortalClient;
  /** The session ended by itself. */
  ended: boolean;
  onSignedIn: (operator: Operator) => void;
}

/** Name and password. What the reader was looking at comes back afterwards, because the address stays. */
export function SignInPage({ client, ended, onSignedIn }: SignInPageProps) {
  const { t } = useTranslation('portal');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<CallError>();
  const passwordField = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const nameField = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  usePageTitle(t('signIn.title'));
  useEffect(() => nameField.current?.focus(), []);

  const signIn = async (): Promise<void> => {
    if (pending || name === '' || password === '') return;
    setPending(true);
    const outcome = await client.call('signIn', { body: { name, password } });
    setPending(false);
    if (outcome.ok) {
      onSignedIn(outcome.value);
      return;
    }
    setError(outcome.error);
    setPassword('');
    passwordField.current?.focus();
  };

  return (
    <main className={styles.page}>
      <form
        className={styles.card}
        onSubmit={(event) => {
          event.preventDefault();
          void signIn();
        }}
      >
        <header className={styles.header}>
          <Mark />
          <h1>{t('signIn.title')}</h1>
          <p className={styles.intro}>{t('signIn.intro')}</p>
        </header>
        {ended && error === undefined ? <Notice tone="info">{t('signIn.ended')}</Notice> : null}
        {error === undefined ? null : <CallNotice error={error} announced />}
        <div className={styles.fields}>
          <TextField
            label={t('signIn.name')}
            value={name}
            onChange={setName}
            autoComplete="username"
            maxLength={100}
            width="full"
            ref={nameField}
          />
          <TextField
            label={t('signIn.password')}
            type="password"
            value={password}
            onChange={setPassword}
            autoComplete="current-password"
            maxLength={200}
            width="full"
            ref={passwordField}
          />
        </div>
        <Button variant="primary" type="submit" pending={pending}>
          {t('signIn.submit')}
        </Button>
        <p className={styles.hint}>{t('signIn.hint')}</p>
      </form>
    </main>
  );
}
