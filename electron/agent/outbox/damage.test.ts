import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../clock.ts';
import { notification, openTemporaryOutbox, outboxOn } from './temporary-outbox.double.ts';

const messages = 300;
const rounds = 30;
const pageBytes = 4096;
const text = (title: string): string => JSON.stringify(notification(title, 400).body);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'c-monitor-damage-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const sound = new Set(Array.from({ length: messages }, (_, n) => text(`${n}`)));

const makeStore = async (): Promise<Buffer> => {
  const made = openTemporaryOutbox(systemClock);
  for (let n = 0; n < messages; n += 1) await made.outbox.enqueue(notification(`${n}`, 400));
  await made.temporary.store.close();
  const bytes = readFileSync(made.temporary.file);
  await made.temporary.remove();
  return bytes;
};

/** Opens a store of these bytes as after a crash, and gives what the outbox would send: title to body. */
const sendable = async (bytes: Buffer): Promise<Map<string, string>> => {
  const file = path.join(folder, 'agent.db');
  writeFileSync(file, bytes);
  writeFileSync(`${file}-wal`, '');
  const { outbox, store } = outboxOn(file);
  const found = new Map<string, string>();
  for (;;) {
    // A take may find altered messages alone, which it sorts out.
    const waiting = outbox.counts().counts.waiting ?? 0;
    for (const { title, body } of await outbox.queue.take(50)) found.set(title, Buffer.from(body).toString());
    if ((outbox.counts().counts.waiting ?? 0) === waiting) break;
  }
  await store.close();
  rmSync(folder, { recursive: true, force: true });
  return found;
};

/**
 * The middle of a page, over the whole file. Not the first bytes of a page: ids are random, so each run would hit other pages there,
 * and the twelve bytes at the head of a table's topmost page lead to all its rows.
 */
const positionIn = (bytes: Buffer, round: number): number => {
  const pages = bytes.length / pageBytes;
  return Math.floor(((round + 0.5) / rounds) * pages) * pageBytes + pageBytes / 2 + round;
};

test('a flipped bit in any page: the agent starts, sends nothing that was altered, and loses what was hit and little more', async () => {
  const bytes = await makeStore();
  let lost = 0;
  for (let round = 0; round < rounds; round += 1) {
    const damaged = Buffer.from(bytes);
    const at = positionIn(bytes, round);
    damaged[at] = damaged[at]! ^ (1 << (round % 8));
    folder = mkdtempSync(path.join(tmpdir(), 'c-monitor-damage-'));
    const found = await sendable(damaged);
    // Titles are for people and may be hit; what is sent is the body.
    expect([...found.values()].filter((body) => !sound.has(body))).toEqual([]);
    lost += messages - found.size;
  }
  expect(lost / (messages * rounds)).toBeLessThan(0.01);
}, 30_000);

test('a store that was cut off: the agent starts and sends what is left', async () => {
  const bytes = await makeStore();
  for (const share of [0, 0.01, 0.3, 0.7, 0.99]) {
    folder = mkdtempSync(path.join(tmpdir(), 'c-monitor-damage-'));
    const found = await sendable(bytes.subarray(0, Math.floor((bytes.length * share) / 512) * 512));
    expect([...found.values()].filter((body) => !sound.has(body))).toEqual([]);
  }
}, 30_000);
