import { expect, test } from 'vitest';
import { isSystemdService, isWatchedByStart } from './supervision.ts';

test('a program that npm start watches over knows it', () => {
  expect(isWatchedByStart({ CMONITOR_SUPERVISED: '1' })).toBe(true);
  expect(isWatchedByStart({})).toBe(false);
});

test('a service of systemd is one; what was started by hand in a session that systemd manages is none', () => {
  expect(isSystemdService({ INVOCATION_ID: 'a1', SYSTEMD_EXEC_PID: '42' }, 42)).toBe(true);
  expect(isSystemdService({ INVOCATION_ID: 'a1', SYSTEMD_EXEC_PID: '7' }, 42)).toBe(false);
  expect(isSystemdService({ INVOCATION_ID: 'a1' }, 42)).toBe(false);
});
