import type { MessageState } from '#shared/status.ts';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';

/** How many messages there are of one state and importance, and how many bytes they have. */
export interface Tally {
  state: MessageState;
  priority: number;
  count: number;
  bytes: number;
}

/** Counts the outbox. */
export interface Tallies {
  /** The counts; while counting takes long, they may be a little behind, and then `tellLater` is called when they are not any more. */
  read(): Tally[];
  /** Something has changed. */
  outdated(): void;
  /** Nothing calls back afterwards. */
  stop(): void;
}

export interface TalliesOptions {
  store: Pick<Store, 'prepare'>;
  clock: Clock;
  tellLater: () => void;
}

/** At most this share of the time goes into counting: with 100,000 messages waiting, once takes some 10 ms. */
const share = 0.05;

export const createTallies = ({ store, clock, tellLater }: TalliesOptions): Tallies => {
  const select = store.prepare<Tally>(
    'SELECT state, priority, count(*) AS count, sum(bytes) AS bytes FROM messages GROUP BY state, priority',
  );
  let known: Tally[] | undefined;
  let isOutdated = true;
  let goodUntil = 0;
  let cancel: (() => void) | undefined;

  const count = (): Tally[] => {
    const startedAt = clock.monotonic();
    known = select.all();
    isOutdated = false;
    const now = clock.monotonic();
    goodUntil = now + (now - startedAt) / share;
    return known;
  };

  return {
    read: () => {
      if (known !== undefined && !isOutdated) return known;
      const rest = goodUntil - clock.monotonic();
      if (known === undefined || rest <= 0) return count();
      cancel ??= clock.after(rest, () => {
        cancel = undefined;
        tellLater();
      });
      return known;
    },
    outdated: () => {
      isOutdated = true;
    },
    stop: () => cancel?.(),
  };
};
