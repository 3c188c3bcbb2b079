import { expect, it } from 'vitest';
import { createRateCap } from './rate-cap.ts';

it('lets a burst through, then so many a second', () => {
  let now = 0;
  const cap = createRateCap(3, 2, () => now);
  const takes = (count: number): boolean[] => Array.from({ length: count }, () => cap.take());
  expect(takes(4)).toEqual([true, true, true, false]);
  now += 499;
  expect(takes(1)).toEqual([false]);
  now += 501;
  expect(takes(3)).toEqual([true, true, false]);
  now += 3_600_000;
  expect(takes(4)).toEqual([true, true, true, false]);
});
