import { retryable } from '#shared/outbox-view.ts';
import type { MessageRow } from '#shared/outbox-view.ts';
import type { Tone } from '../../ui/badge.tsx';

const tones: Record<string, Tone> = {
  waiting: 'warn',
  sending: 'accent',
  sent: 'accent',
  confirmed: 'ok',
  done: 'ok',
  failed: 'danger',
  refused: 'danger',
  expired: 'danger',
};

/** How good a message's state is. States of commands are among them; unknown ones are neither good nor bad. */
export const toneOf = (state: string): Tone => tones[state] ?? 'idle';

/** Why something cannot be done with the chosen messages, by the key of its text; undefined when it can. */
export type Obstacle = 'selectFirst' | 'notRetryable' | 'commandsStay' | undefined;

/** Whether all of the chosen messages can be sent again. */
export const retryObstacle = (rows: MessageRow[]): Obstacle => {
  if (rows.length === 0) return 'selectFirst';
  return rows.every((row) => row.class !== 'command' && retryable(row.state)) ? undefined : 'notRetryable';
};

/** Whether all of the chosen messages can be deleted. */
export const removeObstacle = (rows: MessageRow[]): Obstacle => {
  if (rows.length === 0) return 'selectFirst';
  return rows.every((row) => row.class !== 'command') ? undefined : 'commandsStay';
};
