import type { ReactNode } from 'react';
import { Link } from '../frame/link.tsx';
import type { Route } from '../routes.ts';
import styles from './item-head.module.css';

interface ItemHeadProps {
  back: { to: Route; label: string };
  title: string;
  /** Beside the title: states. */
  marks?: ReactNode;
  actions?: ReactNode;
}

/** The head of one opened item of a list: the way back, its name, what can be done with it. */
export function ItemHead({ back, title, marks, actions }: ItemHeadProps) {
  return (
    <header className={styles.head}>
      <div className={styles.titles}>
        <Link to={back.to} className={styles.back}>
          {back.label}
        </Link>
        <div className={styles.line}>
          <h2 className={styles.title}>{title}</h2>
          {marks}
        </div>
      </div>
      {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
    </header>
  );
}
