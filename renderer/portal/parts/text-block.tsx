import styles from './text-block.module.css';

/** A long text as it is, such as JSON. */
export function TextBlock({ label, text }: { label: string; text: string }) {
  return (
    // A scrolling region must be reachable by keyboard.
    <pre className={styles.text} role="region" aria-label={label} tabIndex={0}>
      {text}
    </pre>
  );
}
