import { ScrollRegion } from './scroll-region.tsx';
import styles from './text-block.module.css';

/** A long text as it is, such as JSON. */
export function TextBlock({ label, text }: { label: string; text: string }) {
  return (
    <ScrollRegion label={label} className={styles.frame}>
      <pre className={styles.text}>{text}</pre>
    </ScrollRegion>
  );
}
