import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Snapshot } from '../api/live-data.ts';
import { CallNotice } from '../frame/call-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import styles from './loaded.module.css';

interface LoadedProps<T> {
  of: Snapshot<T>;
  children: (value: T) => ReactNode;
}

/** Shows what was read; while it is not there, that it is being read, or why it cannot be. */
export function Loaded<T>({ of: { value, error }, children }: LoadedProps<T>) {
  const { t } = useTranslation('portal');
  if (value === undefined) {
    return error === undefined ? (
      <p className={styles.loading}>{t('loading')}</p>
    ) : (
      <CallNotice error={error} />
    );
  }
  return (
    <>
      {error === undefined ? null : (
        <div className={styles.stale}>
          <Notice tone="warn">{t('stale', { reason: error.message ?? t(`error.${error.code}`) })}</Notice>
        </div>
      )}
      {children(value)}
    </>
  );
}
