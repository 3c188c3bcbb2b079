import type { Clock } from './clock.ts';

/** A clock that stands until it is moved, for tests and simulations. */
export interface VirtualClock extends Clock {
  /** Lets time pass: both clocks go on and what falls due calls back in its order, with room in between for what it sets off. */
  advance(ms: number): Promise<void>;
  /** Somebody sets the wall clock: intervals do not notice. */
  jump(ms: number): void;
  /** The computer sleeps: the wall clock goes on, intervals stand still, as on Linux. */
  sleep(ms: number): void;
}

interface Timer {
  at: number;
  callback: () => void;
}

/** Turns of the event loop that a callback's consequences get before the next one: a group commit takes two. */
const turns = 4;

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** @param start the wall clock's first moment, milliseconds since 1970 */
export const createVirtualClock = (start: number): VirtualClock => {
  let wall = start;
  let monotonic = 0;
  const timers = new Set<Timer>();

  const passTo = (at: number): void => {
    wall += at - monotonic;
    monotonic = at;
  };

  const nextBefore = (end: number): Timer | undefined =>
    [...timers].filter((timer) => timer.at <= end).toSorted((a, b) => a.at - b.at)[0];

  return {
    now: () => wall,
    monotonic: () => monotonic,
    after: (ms, callback) => {
      const timer = { at: monotonic + Math.max(0, ms), callback };
      timers.add(timer);
      return () => {
        timers.delete(timer);
      };
    },
    advance: async (ms) => {
      const end = monotonic + ms;
      await settle();
      for (let timer = nextBefore(end); timer !== undefined; timer = nextBefore(end)) {
        timers.delete(timer);
        passTo(Math.max(timer.at, monotonic));
        timer.callback();
        await settle();
      }
      passTo(end);
    },
    jump: (ms) => {
      wall += ms;
    },
    sleep: (ms) => {
      wall += ms;
    },
  };
};
