import { fullJitter } from '../supervisor.ts';
import { messageMayBeToBlame } from '../transports/errors.ts';
import type { TransportError } from '../transports/transport.ts';

/** What a try to send a message came to, as far as it can be seen from outside. */
export type Tried =
  /** A signed receipt for the message has been taken. */
  | { kind: 'receipt' }
  /** A carrier took it; the receipt comes another way. */
  | { kind: 'accepted'; by: string }
  | { kind: 'failed'; error: TransportError };

/** What becomes of the message. Moments are on the clock that `now` was read from. */
export type Outcome =
  | { kind: 'delivered' }
  /** Again at that moment. `left` names the carrier that has it meanwhile: then only if no receipt comes first. */
  | { kind: 'retryAt'; at: number; why: string; left?: string }
  /** Another path at once. */
  | { kind: 'nextPath'; why: string }
  /** No path will ever take it. */
  | { kind: 'undeliverable'; why: string };

export interface Circumstances {
  /** Tries of this message that failed before, from 0. */
  attempt: number;
  now: number;
  /** Uniform in [0, 1). */
  random: () => number;
  /** `ready`: another path may be tried at once. `later`: there is one, but not now. `none`: this was the last. */
  otherPaths: 'ready' | 'later' | 'none';
}

/** No wait grows longer than this by itself; only the other side can ask for more. */
export const longestBackoffMs = 5 * 60_000;
/** A carrier has so long to bring the message there and a receipt back. */
const receiptWithinMs = 3_600_000;

/** When to try again after a failure: full jitter, or what the other side asked for where that is later. */
export const retryMoment = (
  error: TransportError,
  { attempt, now, random }: Omit<Circumstances, 'otherPaths'>,
): number => now + Math.max(fullJitter(attempt, random, longestBackoffMs), error.retryAfter ?? 0);

/** The rules of delivery, in one place. */
export const outcomeOf = (tried: Tried, circumstances: Circumstances): Outcome => {
  switch (tried.kind) {
    case 'receipt':
      return { kind: 'delivered' };
    case 'accepted':
      return { kind: 'retryAt', at: circumstances.now + receiptWithinMs, why: '', left: tried.by };
    case 'failed': {
      const { error } = tried;
      const why = error.message;
      if (circumstances.otherPaths === 'ready') return { kind: 'nextPath', why };
      if (error.fault === 'envelope' && circumstances.otherPaths === 'none')
        return { kind: 'undeliverable', why };
      // Where the message cannot be to blame, only the path has to wait; all messages follow as soon as it works.
      const at = messageMayBeToBlame(error) ? retryMoment(error, circumstances) : circumstances.now;
      return { kind: 'retryAt', at, why };
    }
  }
};
