import type { PathStatus } from '#shared/status.ts';
import type { Clock } from '../clock.ts';
import type { TransportError } from '../transports/transport.ts';
import { retryMoment } from './delivery.ts';

/** How one path does, and when it may be tried again. It lives in memory only: a new start tries everything anew. */
export interface PathHealth {
  /** Milliseconds until it may be used; 0 when it may be used now. */
  readonly waitMs: number;
  /** True while its last use failed: then one message at a time finds out whether it works again. */
  readonly failing: boolean;
  /** To be called before each use; what it returns goes to `failed`. */
  begin(): number;
  succeeded(): void;
  /** Failures of uses that were under way together count as one. */
  failed(error: TransportError, begun: number): void;
  /** It may be tried at once: somebody asked, or the network changed. */
  hurry(): void;
  status(): Pick<PathStatus, 'state' | 'sentence' | 'lastSuccess' | 'lastFailure' | 'nextTry'>;
}

export const createPathHealth = (clock: Clock, random: () => number): PathHealth => {
  let failures = 0;
  let readyAt = 0;
  let sentence = '';
  let lastSuccess: number | undefined;
  let lastFailure: number | undefined;

  const waitMs = (): number => Math.max(0, readyAt - clock.monotonic());

  const state = (): PathStatus['state'] => {
    if (failures > 0) return 'failing';
    return lastSuccess === undefined ? 'idle' : 'ok';
  };

  return {
    get waitMs() {
      return waitMs();
    },
    get failing() {
      return failures > 0;
    },
    begin: () => failures,
    succeeded: () => {
      failures = 0;
      readyAt = 0;
      sentence = '';
      lastSuccess = clock.now();
    },
    failed: (error, begun) => {
      lastFailure = clock.now();
      sentence = `${error.message} ${error.remedy}`;
      if (begun !== failures) return;
      readyAt = retryMoment(error, { attempt: failures, now: clock.monotonic(), random });
      failures += 1;
    },
    hurry: () => {
      readyAt = 0;
    },
    status: () => ({
      state: state(),
      sentence,
      ...(lastSuccess === undefined ? {} : { lastSuccess }),
      ...(lastFailure === undefined ? {} : { lastFailure }),
      ...(waitMs() === 0 ? {} : { nextTry: Math.round(clock.now() + waitMs()) }),
    }),
  };
};
