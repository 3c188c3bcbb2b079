import { expect, test } from 'vitest';
import { formatOf } from './use-format.ts';

test.each([
  [0, '0s'],
  [12.9, '12s'],
  [65, '1m 5s'],
  [3600, '1h'],
  [100 * 3600, '4d 4h'],
  [86_400 + 59, '1d'],
])('%d seconds are "%s"', (seconds, text) => {
  expect(formatOf('en').span(seconds)).toBe(text);
});

test('numbers are written as the language writes them', () => {
  expect(formatOf('en').percent(41.6)).toBe('42%');
  expect(formatOf('sk').number(0.5, 1)).toBe('0,5');
});

test('a past moment is never told as one to come, whatever the clocks say', () => {
  const now = 1_790_000_000_000;
  expect(formatOf('en').ago(now + 1500, now)).toBe('now');
  expect(formatOf('en').ago(now - 5000, now)).toBe('5 seconds ago');
});
