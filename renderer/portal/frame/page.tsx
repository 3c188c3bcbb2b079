import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './page.module.css';

interface PageProps {
  title: string;
  /** What stands above the title, such as the way back. */
  above?: ReactNode;
  /** Beside the title: states. */
  marks?: ReactNode;
  /** Buttons for the whole page. */
  actions?: ReactNode;
  children: ReactNode;
}

/** One page: title, actions, content. */
export function Page({ title, above, marks, actions, children }: PageProps) {
  usePageTitle(title);
  return (
    <main className={styles.page} id="content" tabIndex={-1}>
      <header className={styles.header}>
        <div className={styles.titles}>
          {above}
          <div className={styles.line}>
            <h1 className={styles.title}>{title}</h1>
            {marks}
          </div>
        </div>
        {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </main>
  );
}

/** Names the browser's tab. */
export function usePageTitle(title: string): void {
  const { t } = useTranslation('portal');
  const name = t('name');
  useEffect(() => {
    document.title = `${title} · ${name}`;
  }, [title, name]);
}
