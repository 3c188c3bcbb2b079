import type { ReactNode } from 'react';
import styles from './badge.module.css';

/** What a state means to the reader. Colour never says it alone: words stand beside it. */
export type Tone = 'ok' | 'warn' | 'danger' | 'idle' | 'accent';

/** A small dot of state. The words that belong to it stand beside it. */
export function Dot({ tone }: { tone: Tone }) {
  return <span className={styles.dot} data-tone={tone} aria-hidden="true" />;
}

/** A state or a count in a small frame. */
export function Badge({ tone = 'idle', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={styles.badge} data-tone={tone}>
      {children}
    </span>
  );
}
