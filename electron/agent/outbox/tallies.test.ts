import { expect, test } from 'vitest';
import { createTallies } from './tallies.ts';
import type { Tally } from './tallies.ts';

/** A store in which counting takes `ms` of the clock's time, and in which there is one message more each time. */
const countingTakes = (ms: number) => {
  let time = 0;
  let counted = 0;
  let later: (() => void) | undefined;
  const told: number[] = [];
  const all = (): Tally[] => {
    time += ms;
    counted += 1;
    return [{ state: 'waiting', priority: 1, count: counted, bytes: 0 }];
  };
  const tallies = createTallies({
    store: {
      prepare: () => ({
        run: () => ({ changes: 0, lastInsertRowid: 0 }),
        get: () => undefined,
        all: all as () => never[],
      }),
    },
    clock: {
      now: () => time,
      monotonic: () => time,
      after: (_ms, callback) => {
        later = callback;
        return () => {
          later = undefined;
        };
      },
    },
    tellLater: () => told.push(time),
  });
  return {
    tallies,
    told,
    pass: (passed: number) => (time += passed),
    ring: () => later?.(),
    count: () => tallies.read()[0]?.count,
  };
};

test('what has not changed is not counted again', () => {
  const { count } = countingTakes(1);
  expect([count(), count()]).toEqual([1, 1]);
});

test('counting takes a twentieth of the time at most, and says when it is up to date again', () => {
  const { tallies, told, pass, ring, count } = countingTakes(10);
  expect(count()).toBe(1);
  tallies.outdated();
  pass(190);
  expect(count()).toBe(1);
  pass(10);
  ring();
  expect(told).toHaveLength(1);
  expect(count()).toBe(2);
});

test('after stop nothing is told', () => {
  const { tallies, told, ring, count } = countingTakes(10);
  count();
  tallies.outdated();
  count();
  tallies.stop();
  ring();
  expect(told).toEqual([]);
});
