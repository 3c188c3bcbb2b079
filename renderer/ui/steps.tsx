import { useTranslation } from 'react-i18next';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';
import styles from './steps.module.css';

/** One step of a way: what it is, how it went, when or how long, and the words that came with it. */
export interface Step {
  id: string;
  label: string;
  state: 'waiting' | 'active' | 'done' | 'warning' | 'failed' | 'skipped';
  time?: string | undefined;
  words?: string | undefined;
}

const icons: Record<Step['state'], IconName> = {
  waiting: 'pending',
  active: 'refresh',
  done: 'ok',
  warning: 'warning',
  failed: 'error',
  skipped: 'skipped',
};

/** A way of several steps, as far as it is known. */
export function Steps({ label, steps }: { label: string; steps: Step[] }) {
  const { t } = useTranslation('ui');
  return (
    <ol className={styles.steps} aria-label={label}>
      {steps.map((step) => (
        <li key={step.id} className={styles.step} data-state={step.state}>
          <Icon name={icons[step.state]} className={styles.icon} />
          <span className={styles.label}>
            {step.label}
            <span className="visually-hidden">{` (${t(`step.${step.state}`)})`}</span>
          </span>
          <span className={styles.time}>{step.time}</span>
          {step.words === undefined || step.words === '' ? null : (
            <span className={styles.words}>{step.words}</span>
          )}
        </li>
      ))}
    </ol>
  );
}
