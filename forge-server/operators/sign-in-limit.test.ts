import { describe, expect, test } from 'vitest';
import { afterFailure, limitRules, networkOf, waitOf } from './sign-in-limit.ts';
import type { Failures } from './sign-in-limit.ts';

const rule = { free: 3, firstWait: 1000, longestWait: 8000, forgetAfter: 60_000 };

const failures = (count: number, lastAt = 0): Failures => ({ count, lastAt });

describe('the wait after failures', () => {
  test('the first ones are free, then it doubles up to the longest', () => {
    const waits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 50].map((count) => waitOf(rule, failures(count), 0));
    expect(waits).toEqual([0, 0, 0, 0, 1000, 2000, 4000, 8000, 8000, 8000]);
  });

  test('it passes with time, and all is forgotten in the end', () => {
    expect(waitOf(rule, failures(6), 3999)).toBe(1);
    expect(waitOf(rule, failures(6), 4000)).toBe(0);
    expect(afterFailure(rule, failures(6), 59_999).count).toBe(7);
    expect(afterFailure(rule, failures(6), 60_000).count).toBe(1);
    expect(waitOf(rule, undefined, 0)).toBe(0);
  });

  test('a clock that was set back does not lengthen it', () => {
    expect(waitOf(rule, failures(5, 10_000_000), 0)).toBe(2000);
  });

  test('no rule shuts anybody out for longer than five minutes', () => {
    for (const each of Object.values(limitRules)) {
      expect(waitOf(each, failures(1000), 0)).toBeLessThanOrEqual(5 * 60_000);
      expect(waitOf(each, failures(1000), 0)).toBeGreaterThanOrEqual(30_000);
    }
  });
});

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:0001:2::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
