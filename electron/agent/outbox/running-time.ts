import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';

/**
 * How long the agent has been running in its whole life, milliseconds. Messages age by this and not by the calendar, so that neither
 * a clock that was put right nor a computer that was off for the holidays costs a message.
 */
export interface RunningTime {
  now(): number;
  /** Keeps the figure; only inside `store.write`. */
  save(): void;
}

const fact = 'runningTimeMs';

export const createRunningTime = (store: Pick<Store, 'facts'>, clock: Clock): RunningTime => {
  const before = store.facts.get(fact, z.number()) ?? 0;
  const startedAt = clock.monotonic();
  const now = (): number => Math.round(before + clock.monotonic() - startedAt);
  return { now, save: () => store.facts.set(fact, now()) };
};
