import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';
import styles from './notice.module.css';

const icons = { info: 'info', ok: 'ok', warn: 'warning', danger: 'error' } as const satisfies Record<
  string,
  IconName
>;

interface NoticeProps {
  tone: keyof typeof icons;
  title?: string;
  children?: ReactNode;
  /** A button that mends it. */
  action?: ReactNode;
  /** It came after something the reader did, and is read out at once. */
  announced?: boolean;
}

/** Something to know, in its place on the page: what, and what to do. */
export function Notice({ tone, title, children, action, announced = false }: NoticeProps) {
  return (
    <div
      className={styles.notice}
      data-tone={tone}
      role={announced ? (tone === 'danger' ? 'alert' : 'status') : undefined}
    >
      <Icon name={icons[tone]} className={styles.icon} />
      <div className={styles.text}>
        {title === undefined ? null : <p className={styles.title}>{title}</p>}
        {children}
      </div>
      {action}
    </div>
  );
}
