import { messageOf } from '#shared/error-message.ts';
import { pause } from './clock.ts';
import type { Clock } from './clock.ts';
import type { Log } from './host.ts';

const shortestMs = 1000;

/**
 * How long to wait before the next try: anything up to a limit that doubles with each failure, so that many agents that failed at
 * the same moment do not come back at the same moment.
 * @param attempt failures in a row before this one, from 0
 * @param random uniform in [0, 1)
 * @param longestMs the limit never grows past this, milliseconds
 * @returns milliseconds
 */
export const fullJitter = (attempt: number, random: () => number, longestMs: number): number =>
  random() * Math.min(longestMs, shortestMs * 2 ** Math.min(attempt, 30));

export interface SupervisorOptions {
  /** For the log. */
  name: string;
  /** The work: returns when the signal aborts, throws when it breaks. */
  run: (signal: AbortSignal) => Promise<void>;
  clock: Clock;
  random: () => number;
  log: Log;
  /** Longest wait before a new start, milliseconds. */
  longestWaitMs?: number;
}

/** Keeps one long-running piece of work alive. */
export interface Supervisor {
  start(): void;
  /** Ends the wait before the next start, if there is one: the network is back. */
  hurry(): void;
  /** Aborts the work and resolves when it has ended; it is not started again. */
  stop(): Promise<void>;
}

/** Work that has gone on for so long counts as healthy: its next failure is the first one again. */
const healthyMs = 60_000;

/**
 * Starts the work again whenever it breaks, after a wait with full jitter. The same failure is a warning once and then only a
 * line for debugging, until the work has been healthy again.
 */
export const createSupervisor = (options: SupervisorOptions): Supervisor => {
  const { name, run, clock, random, log, longestWaitMs = 5 * 60_000 } = options;
  const stopping = new AbortController();
  let hurried = new AbortController();
  let finished: Promise<void> | undefined;

  const oneRun = async (): Promise<string | undefined> => {
    try {
      await run(stopping.signal);
      return undefined;
    } catch (error) {
      return messageOf(error);
    }
  };

  const tell = (failure: string, known: boolean, waitMs: number): void => {
    const line = `${name} stopped and will be started again: ${failure}`;
    const details = { waitMs: Math.round(waitMs) };
    if (known) log.debug(line, details);
    else log.warn(line, details);
  };

  const loop = async (): Promise<void> => {
    let failures = 0;
    let lastFailure: string | undefined;
    while (!stopping.signal.aborted) {
      const startedAt = clock.monotonic();
      const failure = (await oneRun()) ?? 'it ended without a reason';
      if (stopping.signal.aborted) return;
      if (clock.monotonic() - startedAt >= healthyMs) {
        failures = 0;
        lastFailure = undefined;
      }
      const waitMs = fullJitter(failures, random, longestWaitMs);
      tell(failure, failure === lastFailure, waitMs);
      failures += 1;
      lastFailure = failure;
      hurried = new AbortController();
      await pause(clock, waitMs, AbortSignal.any([stopping.signal, hurried.signal]));
    }
  };

  return {
    start: () => {
      finished ??= loop();
    },
    hurry: () => hurried.abort(),
    stop: async () => {
      stopping.abort();
      await finished;
    },
  };
};
