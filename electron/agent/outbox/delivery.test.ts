import { describe, expect, test } from 'vitest';
import { transportError } from '../transports/errors.ts';
import type { TransportCode } from '../transports/errors.ts';
import { outcomeOf } from './delivery.ts';
import type { Circumstances, Outcome } from './delivery.ts';

const at = (over: Partial<Circumstances> = {}): Circumstances => ({
  attempt: 0,
  now: 1_000_000,
  random: () => 0.5,
  otherPaths: 'none',
  ...over,
});
const failed = (code: TransportCode, over: Partial<Circumstances> = {}, retryAfter?: number): Outcome =>
  outcomeOf({ kind: 'failed', error: transportError(code, undefined, retryAfter) }, at(over));
const wait = (outcome: Outcome): number => (outcome.kind === 'retryAt' ? outcome.at - 1_000_000 : Number.NaN);

test('a receipt ends it; a carrier that took it has an hour to bring the receipt', () => {
  expect(outcomeOf({ kind: 'receipt' }, at())).toEqual({ kind: 'delivered' });
  const carried = outcomeOf({ kind: 'accepted', by: 'SMTP 1' }, at());
  expect(carried).toMatchObject({ kind: 'retryAt', left: 'SMTP 1' });
  expect(wait(carried)).toBe(3_600_000);
});

describe('failures', () => {
  test('another path that is ready is tried at once, whatever went wrong', () => {
    for (const code of ['refused', 'forbidden', 'tooLarge', 'serverError'] as const)
      expect(failed(code, { otherPaths: 'ready' }).kind).toBe('nextPath');
  });

  test('only what no path will ever take is undeliverable', () => {
    expect(failed('tooLarge', { otherPaths: 'none' }).kind).toBe('undeliverable');
    expect(failed('tooLarge', { otherPaths: 'later' }).kind).toBe('retryAt');
    for (const code of ['refused', 'forbidden', 'certificatePin', 'serverError', 'webPage'] as const)
      expect(failed(code).kind).toBe('retryAt');
  });

  test('a message that may be to blame waits longer each time, up to five minutes; a path in trouble makes no message wait', () => {
    expect([0, 1, 2, 3].map((attempt) => wait(failed('serverError', { attempt })))).toEqual([
      500, 1000, 2000, 4000,
    ]);
    expect(wait(failed('serverError', { attempt: 1000, random: () => 0.999_999 }))).toBeLessThanOrEqual(
      300_000,
    );
    expect(wait(failed('refused', { attempt: 9 }))).toBe(0);
  });

  test('full jitter: anything between nothing and the limit', () => {
    expect(wait(failed('timeout', { attempt: 3, random: () => 0 }))).toBe(0);
    expect(wait(failed('timeout', { attempt: 3, random: () => 0.999 }))).toBeCloseTo(7992);
  });

  test('what the other side asked for counts where it is longer', () => {
    expect(wait(failed('serverError', {}, 90_000))).toBe(90_000);
    expect(wait(failed('serverError', { attempt: 6 }, 100))).toBe(32_000);
  });
});
