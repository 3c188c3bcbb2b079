import { hour, minute, second } from '../clock.ts';

/** How often somebody failed to sign in, and when last. */
export interface Failures {
  count: number;
  /** Milliseconds since 1970. */
  lastAt: number;
}

/** How one bucket of failures is slowed down. Times in milliseconds. */
export interface LimitRule {
  /** Failures that cost nothing: people mistype. */
  free: number;
  /** The wait after the first failure that is not free; it doubles with each further one. */
  firstWait: number;
  longestWait: number;
  /** So long after the last failure all are forgotten. */
  forgetAfter: number;
}

/**
 * One rule for each bucket that an attempt counts in. A browser that has signed in before under the name counts in
 * `device` alone: whoever guesses from elsewhere cannot make its owner wait. The waits are short enough that nobody is
 * shut out for long, and long enough that a day of guessing tries fewer than 3000 passwords on a name.
 */
export const limitRules = {
  name: { free: 5, firstWait: second, longestWait: minute / 2, forgetAfter: hour },
  address: { free: 20, firstWait: second, longestWait: 5 * minute, forgetAfter: hour },
  device: { free: 5, firstWait: second, longestWait: minute / 2, forgetAfter: hour },
} as const satisfies Record<string, LimitRule>;
export type LimitKind = keyof typeof limitRules;

/** Milliseconds until the next attempt is allowed; 0 when it is allowed now. */
export function waitOf(rule: LimitRule, failures: Failures | undefined, now: number): number {
  const known = remembered(rule, failures, now);
  if (!known || known.count <= rule.free) return 0;
  const wait = Math.min(rule.firstWait * 2 ** (known.count - rule.free - 1), rule.longestWait);
  // A clock that was set back must not lengthen the wait.
  return Math.min(wait, Math.max(0, known.lastAt + wait - now));
}

/** The bucket after one more failure. */
export function afterFailure(rule: LimitRule, failures: Failures | undefined, now: number): Failures {
  return { count: (remembered(rule, failures, now)?.count ?? 0) + 1, lastAt: now };
}

function remembered(rule: LimitRule, failures: Failures | undefined, now: number): Failures | undefined {
  return failures && now - failures.lastAt < rule.forgetAfter ? failures : undefined;
}

/**
 * The network that an address belongs to, for counting: an IPv4 address itself, the /64 of an IPv6 address, because one
 * customer holds at least that many.
 */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.toLowerCase().split('::', 2);
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array<string>(zeros).fill('0'), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
