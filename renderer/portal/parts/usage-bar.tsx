import styles from './usage-bar.module.css';

const high = 75;
const full = 90;

/** How much of something is used, as a bar. The words beside it say the same. */
export function UsageBar({ percent }: { percent: number }) {
  const shown = Math.min(100, Math.max(0, percent));
  const level = shown >= full ? 'full' : shown >= high ? 'high' : 'normal';
  return (
    <svg className={styles.bar} data-level={level} height="8" width="100%" aria-hidden="true">
      <rect className={styles.track} width="100%" height="8" rx="4" />
      <rect className={styles.used} width={`${shown}%`} height="8" rx="4" />
    </svg>
  );
}
