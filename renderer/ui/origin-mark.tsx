import { Icon } from './icon.tsx';
import styles from './origin-mark.module.css';
import { Tooltip } from './tooltip.tsx';

interface OriginMarkProps {
  origin: 'default' | 'local' | 'server';
  /** Where the value came from, in a sentence. */
  text: string;
}

/** A quiet mark before a field: where its value came from. */
export function OriginMark({ origin, text }: OriginMarkProps) {
  return (
    <Tooltip text={text}>
      <span className={styles.mark} data-origin={origin}>
        {origin === 'server' ? <Icon name="lock" className={styles.lock} /> : <span className={styles.dot} />}
        <span className="visually-hidden">{text}</span>
      </span>
    </Tooltip>
  );
}
