import type { Clock } from '#forge/clock.ts';

/** A server's clock that a test moves by hand. */
export interface HandClock extends Clock {
  /** Moves on by `ms` and calls back whatever was due, in its order. */
  advance(ms: number): void;
}

export function createHandClock(start = Date.UTC(2026, 0, 15, 8)): HandClock {
  let now = start;
  const timers = new Set<{ every: number; next: number; callback: () => void }>();
  return {
    now: () => now,
    every(ms, callback) {
      const timer = { every: ms, next: now + ms, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const [due] = [...timers].filter(({ next }) => next <= end).sort((a, b) => a.next - b.next);
        if (!due) break;
        now = due.next;
        due.next += due.every;
        due.callback();
      }
      now = end;
    },
  };
}
