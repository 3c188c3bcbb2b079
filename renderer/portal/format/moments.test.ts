import { expect, test } from 'vitest';
import { formatAge, formatDuration, formatMoment } from './moments.ts';

const now = Date.UTC(2026, 2, 1, 12);

test.each([
  [0, 'now'],
  [999, 'now'],
  [4000, '4 sec. ago'],
  [90_000, '1 min. ago'],
  [3 * 3_600_000, '3 hr. ago'],
  [26 * 3_600_000, 'yesterday'],
  [9 * 86_400_000, '9 days ago'],
  [-120_000, 'in 2 min.'],
])('%d ms before now is "%s"', (age, text) => {
  expect(formatAge(now - age, now, 'en')).toBe(text);
});

test('a moment is told in the zone of the reader', () => {
  expect(formatMoment(now, 'en', 'Europe/Bratislava')).toBe('Mar 1, 2026, 1:00:00 PM');
});

test.each([
  [0, '0s'],
  [12_345, '12s'],
  [65_000, '1m 5s'],
  [3_600_000, '1h'],
  [100 * 3_600_000, '4d 4h'],
])('%d ms last "%s"', (ms, text) => {
  expect(formatDuration(ms, 'en')).toBe(text);
});
