import { expect, test } from 'vitest';
import { createKeptLog } from './store/temporary-store.double.ts';
import { createSupervisor, fullJitter } from './supervisor.ts';
import { createVirtualClock } from './virtual-clock.double.ts';

const supervise = (run: (signal: AbortSignal, attempt: number) => Promise<void>) => {
  const clock = createVirtualClock(0);
  const log = createKeptLog();
  let starts = 0;
  const supervisor = createSupervisor({
    name: 'the line',
    run: (signal) => run(signal, starts++),
    clock,
    random: () => 0.5,
    log,
  });
  supervisor.start();
  return { clock, log, supervisor, starts: () => starts };
};

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve()));

test('full jitter doubles up to its limit', () => {
  expect([0, 1, 2, 20].map((attempt) => fullJitter(attempt, () => 0.5, 60_000))).toEqual([
    500, 1000, 2000, 30_000,
  ]);
  expect(fullJitter(5, () => 0, 60_000)).toBe(0);
});

test('broken work is started again, later each time; the same failure is a warning once', async () => {
  const { clock, log, supervisor, starts } = supervise(() => Promise.reject(new Error('no line')));
  await clock.advance(499);
  expect(starts()).toBe(1);
  await clock.advance(1);
  expect(starts()).toBe(2);
  await clock.advance(1000);
  expect(starts()).toBe(3);
  await clock.advance(24 * 3_600_000);
  // The longest wait is five minutes, half of it with this random.
  expect(starts()).toBeGreaterThan(500);
  expect(starts()).toBeLessThan(700);
  expect(log.lines.filter((line) => line.startsWith('warn'))).toHaveLength(1);
  await supervisor.stop();
});

test('work that was healthy for a while begins anew with short waits and a warning', async () => {
  const { clock, log, supervisor, starts } = supervise(async (signal, start) => {
    if (start === 3) await new Promise<void>((resolve) => clock.after(61_000, resolve));
    else if (start > 3) await untilAborted(signal);
    if (start <= 3) throw new Error('no line');
  });
  await clock.advance(500 + 1000 + 2000);
  expect(starts()).toBe(4);
  await clock.advance(61_000 + 500);
  expect(starts()).toBe(5);
  expect(log.lines.filter((line) => line.startsWith('warn'))).toHaveLength(2);
  await supervisor.stop();
});

test('hurry ends the wait', async () => {
  const { clock, supervisor, starts } = supervise(() => Promise.reject(new Error('no line')));
  await clock.advance(500);
  supervisor.hurry();
  await clock.advance(0);
  expect(starts()).toBe(3);
  await supervisor.stop();
});

test('stop waits until the work has ended and starts nothing more', async () => {
  let ended = false;
  const { clock, supervisor, starts } = supervise(async (signal) => {
    await untilAborted(signal);
    ended = true;
  });
  await supervisor.stop();
  expect(ended).toBe(true);
  await clock.advance(3_600_000);
  expect(starts()).toBe(1);
});
