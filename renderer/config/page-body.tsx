import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../ui/notice.tsx';
import styles from './page-body.module.css';
import { useSettings } from './settings-form.tsx';

interface PageBodyProps {
  title: string;
  /** Buttons for the whole page. */
  actions?: ReactNode;
  /** What the reader must know before all else. */
  notices?: ReactNode;
  /** The page fills its room and scrolls by itself, as a table does. */
  filled?: boolean;
  children: ReactNode;
}

/** A page of the window: its title stays, the rest scrolls. Refusals that belong to no field stand at its top. */
export function PageBody({ title, actions, notices, filled = false, children }: PageBodyProps) {
  return (
    <>
      <header className={styles.header}>
        <h1>{title}</h1>
        {actions}
      </header>
      <div className={filled ? styles.filled : styles.scrolling}>
        <div className={styles.notices}>
          <Refusals />
          {notices}
        </div>
        {children}
      </div>
    </>
  );
}

function Refusals() {
  const { t } = useTranslation('config');
  const { refusals } = useSettings();
  if (refusals.length === 0) return null;
  return (
    <Notice tone="danger" title={t('refused')} announced>
      {refusals.map((refusal) => (
        <p key={refusal}>{refusal}</p>
      ))}
    </Notice>
  );
}
