import { useTranslation } from 'react-i18next';
import type { PresenceState } from '#shared/portal-data.ts';
import { Dot } from '../../ui/badge.tsx';
import type { Tone } from '../../ui/badge.tsx';
import styles from './state.module.css';

const tones: Record<PresenceState, Tone> = {
  new: 'accent',
  online: 'ok',
  silent: 'warn',
  offline: 'danger',
  stopped: 'idle',
};

/** A computer's online state: a dot and its word. */
export function Presence({ state }: { state: PresenceState }) {
  const { t } = useTranslation('portal');
  return (
    <span className={styles.state}>
      <Dot tone={tones[state]} />
      {t(`computers.presence.${state}`)}
    </span>
  );
}
