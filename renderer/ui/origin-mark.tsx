import { Icon } from './icon.tsx';
import styles from './origin-mark.module.css';
import { Tooltip } from './tooltip.tsx';

interface OriginMarkProps {
  origin: 'default' | 'local' | 'server';
  /** Where the value came from, in a sentence. */
  text: string;
  /** Gives a value that was set here back; the label says to what. */
  reset?: { label: string; run: () => void } | undefined;
}

/** A quiet mark after a field: where its value came from, and the way back. */
export function OriginMark({ origin, text, reset }: OriginMarkProps) {
  return (
    <span className={styles.marks}>
      <Tooltip text={text}>
        <span className={styles.mark} data-origin={origin}>
          {origin === 'server' ? <Icon name="lock" /> : <span className={styles.dot} />}
          <span className="visually-hidden">{text}</span>
        </span>
      </Tooltip>
      {reset === undefined ? null : (
        <Tooltip text={reset.label}>
          <button className={styles.reset} type="button" aria-label={reset.label} onClick={reset.run}>
            <Icon name="reset" />
          </button>
        </Tooltip>
      )}
    </span>
  );
}
