import { useTranslation } from 'react-i18next';
import type { CommandState } from '#shared/protocol/commands.ts';
import { Dot } from '../../ui/badge.tsx';
import type { Tone } from '../../ui/badge.tsx';
import { toneOf } from '../requests/progress.ts';
import styles from './state.module.css';

const tones: Record<ReturnType<typeof toneOf>, Tone> = {
  waiting: 'accent',
  good: 'ok',
  bad: 'danger',
  ended: 'idle',
};

/** Where a request is: a dot and its word. */
export function CommandStateMark({ state }: { state: CommandState }) {
  const { t } = useTranslation('portal');
  return (
    <span className={styles.state}>
      <Dot tone={tones[toneOf(state)]} />
      {t(`requests.state.${state}`)}
    </span>
  );
}
