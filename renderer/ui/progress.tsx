import { Progress as Base } from '@base-ui/react/progress';
import styles from './progress.module.css';

interface ProgressProps {
  label: string;
  /** 0 to 100; null while nobody knows. */
  value: number | null;
}

/** How far something is. */
export function Progress({ label, value }: ProgressProps) {
  return (
    <Base.Root className={styles.progress} value={value} aria-label={label}>
      <Base.Track className={styles.track}>
        <Base.Indicator className={styles.indicator} />
      </Base.Track>
    </Base.Root>
  );
}
