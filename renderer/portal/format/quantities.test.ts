import { expect, test } from 'vitest';
import { formatBytes, formatNumber, formatPercent } from './quantities.ts';

test.each([
  [0, '0 B'],
  [1000, '1,000 B'],
  [1024, '1 kB'],
  [1536, '1.5 kB'],
  [1024 ** 2 - 1, '1 MB'],
  [500 * 1024 ** 3, '500 GB'],
  [2 * 1024 ** 6, '2,048 PB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes, 'en')).toBe(text);
});

test('numbers are written as the language writes them', () => {
  expect(formatNumber(1234.56, 'en', 1)).toBe('1,234.6');
  expect(formatNumber(0.5, 'sk', 1)).toBe('0,5');
  expect(formatPercent(41.6, 'en')).toBe('42%');
});
