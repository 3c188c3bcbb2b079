import { expect, test } from 'vitest';
import { evidenceOf, stateOf } from './state.ts';

const now = 1_790_000_000_000;
const patience = { silentAfterMs: 75_000, offlineAfterMs: 300_000 };
const beat = (msAgo: number, change: object = {}) => ({
  lastContact: now - msAgo,
  lastPath: 'HTTP',
  lastAddress: '192.0.2.7',
  lastBeat: 'tick',
  goingDown: false,
  ...change,
});

test.each([
  [beat(4000), 'online', 'tick by HTTP'],
  [beat(75_000), 'online', 'tick by HTTP'],
  [beat(75_001), 'silent', 'nothing since tick by HTTP'],
  [beat(300_001), 'offline', 'nothing since tick by HTTP'],
  [beat(3 * 86_400_000), 'offline', 'nothing since tick by HTTP'],
  [beat(60_000, { goingDown: true }), 'stopped', 'it said that it stops: tick by HTTP'],
  [beat(-500), 'online', 'tick by HTTP'],
  [undefined, 'new', 'registered, not heard of since'],
])('%o is %s', (last, state, evidence) => {
  expect(stateOf(last, now, patience)).toBe(state);
  expect(evidenceOf(last, stateOf(last, now, patience))).toBe(evidence);
});
