import { expect, test } from 'vitest';
import { formatBytes, formatDuration, formatRelative, formatShortMoment } from './format.ts';

test('sizes have as many digits as help', () => {
  expect([0, 512, 1536, 150_000, 5_000_000, 3e12].map((bytes) => formatBytes(bytes, 'en'))).toEqual([
    '0 B',
    '512 B',
    '1.5 kB',
    '146 kB',
    '4.8 MB',
    '2.7 TB',
  ]);
  expect(formatBytes(1536, 'sk')).toBe('1,5 kB');
});

test('distances in time are told in the largest unit that fits', () => {
  const now = 1_700_000_000_000;
  expect(formatRelative(now - 400, now, 'en')).toBe('now');
  expect(formatRelative(now - 12_900, now, 'en')).toBe('12 seconds ago');
  expect(formatRelative(now + 3 * 60_000, now, 'en')).toBe('in 3 minutes');
  expect(formatRelative(now - 25 * 3_600_000, now, 'en')).toBe('yesterday');
});

test('a short moment is the time alone today, and has the year only when it is another one', () => {
  const now = new Date(2026, 10, 20, 12, 0, 0).getTime();
  expect(formatShortMoment(new Date(2026, 10, 20, 9, 5, 7).getTime(), now, 'en-GB')).toBe('09:05:07');
  expect(formatShortMoment(new Date(2026, 10, 19, 9, 5, 7).getTime(), now, 'en-GB')).toBe('19 Nov, 09:05');
  expect(formatShortMoment(new Date(2025, 10, 20, 9, 5, 7).getTime(), now, 'en-GB')).toBe(
    '20 Nov 2025, 09:05',
  );
});

test('durations are told in milliseconds below a second', () => {
  expect(formatDuration(31.4, 'en')).toBe('31 ms');
  expect(formatDuration(1440, 'en')).toBe('1.4 s');
});
