import type { ReactNode } from 'react';
import styles from './page-body.module.css';

interface PageBodyProps {
  title: string;
  /** Buttons for the whole page. */
  actions?: ReactNode;
  /** The page fills its room and scrolls by itself, as a table does. */
  filled?: boolean;
  children: ReactNode;
}

/** A page of the window: its title stays, the rest scrolls. */
export function PageBody({ title, actions, filled = false, children }: PageBodyProps) {
  return (
    <>
      <header className={styles.header}>
        <h1>{title}</h1>
        {actions}
      </header>
      <div className={filled ? styles.filled : styles.scrolling}>{children}</div>
    </>
  );
}
