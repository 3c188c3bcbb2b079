import { pause } from './clock.ts';
import type { Clock } from './clock.ts';
import type { Log } from './host.ts';
import type { Store } from './store/store.ts';

/** Waits between tries, milliseconds: from the first to the last, doubling. */
const firstWait = 1000;
const longestWait = 60_000;

export interface PersistOptions {
  store: Pick<Store, 'write'>;
  clock: Clock;
  log: Log;
}

/**
 * Writes what has happened and cannot happen again: a disk that refuses (full, unplugged) is asked again until it takes it.
 * @returns true when it is on disk; false when the signal aborted and one last try failed too
 */
export const persist = async (
  { store, clock, log }: PersistOptions,
  work: () => void,
  signal: AbortSignal,
): Promise<boolean> => {
  for (let wait = firstWait; ; wait = Math.min(wait * 2, longestWait)) {
    try {
      await store.write(work);
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      log.error('A result could not be written to disk and is tried again.', { error: String(error) });
      await pause(clock, wait, signal);
    }
  }
};
