import { afterEach, beforeEach, expect, test } from 'vitest';
import { createVirtualClock } from '../virtual-clock.double.ts';
import type { VirtualClock } from '../virtual-clock.double.ts';
import { notification, openTemporaryOutbox } from './temporary-outbox.double.ts';
import type { TemporaryOutbox } from './temporary-outbox.double.ts';

const day = 24 * 3_600_000;
const hour = 3_600_000;
const kB = 1024;
let clock: VirtualClock;
let opened: TemporaryOutbox;
beforeEach(() => {
  clock = createVirtualClock(Date.UTC(2026, 0, 1));
  opened = openTemporaryOutbox(clock);
  opened.settings.maxOutboxMb = 1;
  opened.outbox.start();
});
afterEach(() => opened.remove());

const system = (title: string) => ({
  class: 'system' as const,
  title,
  body: { event: 'e', text: 'x'.repeat(100 * kB), at: 1 },
});
const inFolder = (folder: 'waiting' | 'failed' | 'sentResults' | 'all') =>
  opened.outbox.messages({ folder, search: '', limit: 500 }).rows.map(({ title }) => title);

/** Upkeep is asked for within a commit and runs with a later one. */
const settled = (): Promise<void> => clock.advance(0);

test('a full outbox gives up the least important first, and says what it gave up', async () => {
  for (let n = 0; n < 5; n += 1) await opened.outbox.enqueue(system(`system ${n}`));
  for (let n = 0; n < 6; n += 1) await opened.outbox.enqueue(notification(`notification ${n}`, 100 * kB));
  await settled();
  const left = inFolder('waiting');
  expect(left.filter((title) => title.startsWith('notification'))).toHaveLength(6);
  expect(left).not.toContain('system 0');
  expect(left).toContain('Messages given up');
  expect(opened.outbox.counts().waitingBytes).toBeLessThanOrEqual(kB * kB);
  expect(opened.outbox.problems().map(({ code }) => code)).toEqual(['messagesGivenUp']);
  expect(opened.outbox.problems()[0]?.message).toContain('system');
});

test('what is given up later is added to the report that still waits', async () => {
  for (let n = 0; n < 30; n += 1) await opened.outbox.enqueue(system(`system ${n}`));
  await settled();
  const reports = inFolder('waiting').filter((title) => title === 'Messages given up');
  expect(reports).toHaveLength(1);
  const given = 30 - inFolder('waiting').filter((title) => title.startsWith('system')).length;
  expect(opened.outbox.problems()[0]?.message).toContain(`${given} system`);
});

test('confirmed messages make room before anything that waits', async () => {
  for (let n = 0; n < 8; n += 1) {
    const id = await opened.outbox.enqueue(notification(`old ${n}`, 100 * kB));
    await opened.outbox.confirm({ items: [{ id, outcome: 'kept' }], at: 1 }, 'HTTP');
  }
  for (let n = 0; n < 8; n += 1) await opened.outbox.enqueue(notification(`new ${n}`, 100 * kB));
  await settled();
  expect(inFolder('waiting')).toHaveLength(8);
  expect(opened.outbox.problems()).toEqual([]);
});

test('one message larger than the whole outbox does not push the others out', async () => {
  await opened.outbox.enqueue(system('small'));
  await opened.outbox.enqueue(notification('huge', 2 * kB * kB));
  await settled();
  expect(inFolder('waiting')).toEqual(['Messages given up', 'small']);
});

test('a message expires after 30 days of running, not of the calendar', async () => {
  await opened.outbox.enqueue(notification('patient'));
  clock.jump(3650 * day);
  await clock.advance(2 * hour);
  expect(inFolder('waiting')).toEqual(['patient']);
  await opened.restart();
  opened.outbox.start();
  await clock.advance(30 * day);
  expect(inFolder('failed')).toEqual(['patient']);
  expect(opened.outbox.problems()).toHaveLength(1);
});

test('what was confirmed leaves the page after 14 days', async () => {
  const id = await opened.outbox.enqueue(notification('done'));
  await opened.outbox.confirm({ items: [{ id, outcome: 'kept' }], at: 1 }, 'HTTP');
  await clock.advance(13 * day);
  expect(inFolder('all')).toEqual(['done']);
  await clock.advance(2 * day);
  expect(inFolder('all')).toEqual([]);
});
