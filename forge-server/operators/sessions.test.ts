import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { minute } from '../clock.ts';
import { openSqlite } from '../store/sqlite.ts';
import { openStore } from '../store/store.ts';
import type { Store } from '../store/store.ts';
import { secretId } from './secrets.ts';
import { createSessions, sessionLife, startSession } from './sessions.ts';
import type { Sessions } from './sessions.ts';

let folder: string;
let store: Store;
let now: number;
let sessions: Sessions;
let secret: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'forge-sessions-'));
  store = await openStore(openSqlite(join(folder, 'forge.db')));
  now = Date.UTC(2026, 0, 15, 8);
  sessions = createSessions({ store, clock: { now: () => now, every: () => () => undefined } });
  secret = await store.write(async (db) => {
    const anna = { name: 'anna', role: 'operator', passwordHash: '', createdAt: now } as const;
    await db.insertInto('operators').values(anna).execute();
    return startSession(db, 'anna', now);
  });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const lives = async (): Promise<boolean> => {
  const alive = await sessions.isAlive(secretId(secret));
  expect((await sessions.find(secret)) !== undefined).toBe(alive);
  return alive;
};

test('a session is over when it was not used for long enough, before anything removes it', async () => {
  now += sessionLife.idle - 1;
  expect(await lives()).toBe(true);
  now += sessionLife.idle;
  expect(await lives()).toBe(false);
});

test('a session is over long enough after its start, however much it is used', async () => {
  const end = now + sessionLife.absolute;
  for (; now < end; now += sessionLife.idle / 2) expect(await lives()).toBe(true);
  expect(await lives()).toBe(false);
});

test('only what is over is removed, and those who asked are told', async () => {
  const ended: string[] = [];
  sessions.onEnded((id) => ended.push(id));
  now += sessionLife.idle - minute;
  const younger = await store.write((db) => startSession(db, 'anna', now));
  await sessions.prune();
  expect(ended).toEqual([]);
  now += minute;
  await sessions.prune();
  expect(ended).toEqual([secretId(secret)]);
  expect(await sessions.find(younger)).toEqual({
    id: secretId(younger),
    operator: { name: 'anna', role: 'operator' },
  });
});

test('a listener that has gone is told nothing', async () => {
  const ended: string[] = [];
  const forget = sessions.onEnded((id) => ended.push(id));
  forget();
  await sessions.end(secretId(secret));
  expect(ended).toEqual([]);
  expect(await lives()).toBe(false);
});
