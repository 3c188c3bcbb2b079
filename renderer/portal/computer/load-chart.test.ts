import { describe, expect, test } from 'vitest';
import { layOutLoad, nearestPoint, summarise } from './load-chart.ts';

const minute = 60_000;
const from = new Date(2026, 2, 1, 6).getTime();
const area = { from, to: from + 600 * minute, width: 600, height: 100 };
const at = (minutes: number, cpuPercent?: number, memoryPercent?: number) => ({
  at: from + minutes * minute,
  ...(cpuPercent !== undefined && { cpuPercent }),
  ...(memoryPercent !== undefined && { memoryPercent }),
});

describe('chart of the load', () => {
  test('draws each line where its values are, a high value high', () => {
    const { lines } = layOutLoad([at(0, 0, 50), at(5, 100, 50)], area, 6);
    expect(lines).toEqual({ cpuPercent: 'M0 100L5 0', memoryPercent: 'M0 50L5 50' });
  });

  test('breaks a line where the computer was silent, and passes over values that it did not tell', () => {
    const points = [at(0, 10), at(5, 10), at(10), at(15, 10), at(120, 20), at(125, 20)];
    expect(layOutLoad(points, area, 6).lines.cpuPercent).toBe('M0 90L5 90L15 90M120 80L125 80');
    expect(layOutLoad(points, area, 6).lines.memoryPercent).toBe('');
  });

  test('does not break a line because a computer reports seldom', () => {
    expect(layOutLoad([at(0, 1), at(60, 1), at(120, 1)], area, 6).lines.cpuPercent).toBe(
      'M0 99L60 99L120 99',
    );
  });

  test('stays within its area whatever it is given', () => {
    const { lines } = layOutLoad([at(-10, 50), at(0, -5), at(5, 900), at(9999, 50)], area, 6);
    expect(lines.cpuPercent).toBe('M0 100L5 0');
  });

  test('marks whole hours of the reader', () => {
    expect(layOutLoad([], area, 6).hours).toEqual([{ at: from + 360 * minute, x: 360 }]);
  });
});

test('the nearest point is found, and none where there are none', () => {
  const points = [at(0, 1), at(10, 2), at(20, 3)];
  expect(nearestPoint(points, from + 14 * minute)?.cpuPercent).toBe(2);
  expect(nearestPoint([], from)).toBeUndefined();
});

test('a series is summed up in its mean and its highest value', () => {
  expect(summarise([at(0, 10), at(5, 30), at(6)], 'cpuPercent')).toEqual({ mean: 20, highest: 30 });
  expect(summarise([at(0, 10)], 'memoryPercent')).toBeUndefined();
});
