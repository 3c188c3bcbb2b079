import { pause } from '../clock.ts';
import type { Clock } from '../clock.ts';

/** The pause between two beats, which may be cut short. */
export interface Interval {
  /** Waits `ms` less up to a tenth, or until `cut` is called or the signal aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  /** Ends the pause that goes on now; between two pauses, the next one is left out. */
  cut(): void;
}

/** @param random uniform in [0, 1): the spread keeps computers that were switched on together from beating together */
export const createInterval = (clock: Clock, random: () => number): Interval => {
  let cut = new AbortController();
  return {
    wait: async (ms, signal) => {
      await pause(clock, ms * (1 - random() * 0.1), AbortSignal.any([signal, cut.signal]));
      cut = new AbortController();
    },
    cut: () => cut.abort(),
  };
};
