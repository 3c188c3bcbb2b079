import type { ReactNode } from 'react';
import styles from './facts.module.css';

interface Fact {
  label: string;
  value: ReactNode;
  /** What can be done with it, such as a copy button. */
  action?: ReactNode;
}

/** Things to read, not to change: label and value, in the columns of a form. Their text can be selected. */
export function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map((fact) => (
        <div key={fact.label} className={styles.fact}>
          <dt>{fact.label}</dt>
          <dd>
            <span className={styles.value}>{fact.value}</span>
            {fact.action}
          </dd>
        </div>
      ))}
    </dl>
  );
}
