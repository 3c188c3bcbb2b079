import { useTranslation } from 'react-i18next';
import { unsentMessages } from '#shared/status.ts';
import { formatRelative } from '../texts/format.ts';
import { Dot } from '../ui/badge.tsx';
import { contactSentence } from './contact-sentence.ts';
import styles from './status-bar.module.css';
import { useNow } from './use-now.ts';
import { useStatus } from './window-context.tsx';

/** The line at the bottom: how the contact with the CM Server is, since when, and what waits. */
export function StatusBar() {
  const { t, i18n } = useTranslation('config');
  const status = useStatus();
  const now = useNow(1000);
  const { text, tone } = contactSentence(status);
  const waiting = unsentMessages(status);
  return (
    <div className={styles.bar}>
      <Dot tone={tone} />
      <output className={styles.contact}>
        {t(`status.${text}`, { server: status.server ?? t('status.theServer') })}
      </output>
      {status.lastContact === undefined ? null : (
        <span className={styles.quiet}>
          {t('status.lastContact', {
            ago: formatRelative(Math.min(status.lastContact, now), now, i18n.language),
          })}
        </span>
      )}
      <span className={styles.waiting}>
        {waiting === 0 ? t('status.nothingWaiting') : t('status.waiting', { count: waiting })}
      </span>
    </div>
  );
}
