import { expect, test } from 'vitest';
import { createServerClock } from './server-clock.ts';

const own = Date.UTC(2026, 2, 1, 12);

test('ages are told by the clock of the server when the own one is wrong', () => {
  const clock = createServerClock(() => own);
  expect(clock.now()).toBe(own);
  clock.learn('Sun, 01 Mar 2026 12:05:00 GMT');
  expect(clock.now()).toBe(own + 5 * 60_000);
});

test('a difference that the header cannot tell, or no header, changes nothing', () => {
  const clock = createServerClock(() => own);
  clock.learn('Sun, 01 Mar 2026 12:00:02 GMT');
  expect(clock.now()).toBe(own);
  clock.learn(null);
  clock.learn('yesterday');
  expect(clock.now()).toBe(own);
});
