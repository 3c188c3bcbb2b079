import styles from './mark.module.css';

/** The sign of the Portal. */
export function Mark() {
  return (
    <svg className={styles.mark} width="24" height="24" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" />
      <path d="M6 17h5l3-8 4 14 3-8h5" />
    </svg>
  );
}
