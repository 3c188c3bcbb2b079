import { useId } from 'react';
import type { ReactNode } from 'react';
import styles from './section.module.css';

interface SectionProps {
  title: string;
  /** One sentence on what the group is for. */
  intro?: ReactNode;
  /** Buttons that belong to the whole group. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A titled group of a page. Fields in it stand in one column and stack when it gets narrow. */
export function Section({ title, intro, actions, children }: SectionProps) {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <header className={styles.header}>
        <h2 id={id}>{title}</h2>
        {actions}
      </header>
      {intro === undefined ? null : <p className={styles.intro}>{intro}</p>}
      <div className={styles.body}>{children}</div>
    </section>
  );
}
