import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OnlineInfo } from '#shared/protocol/online-info.ts';
import { hour, minute, second } from '../clock.ts';
import { openSqlite } from '../store/sqlite.ts';
import { openStore } from '../store/store.ts';
import type { Store } from '../store/store.ts';
import { keepOnlineInfo, loadOf } from './online-info.ts';

const cmId = 'HOMEPC001';
const start = 1_790_000_000_000;
let folder: string;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'forge-online-'));
  store = await openStore(openSqlite(join(folder, 'forge.db')));
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const info = (at: number, cpuPercent?: number): OnlineInfo => ({
  at,
  agentVersion: '1',
  uptimeS: 1,
  agentUptimeS: 1,
  ...(cpuPercent !== undefined && { cpuPercent }),
  disks: [],
  addresses: [],
  users: [],
  outbox: { waiting: 0, bytes: 0 },
  settingsVersion: 0,
  paths: [],
  watches: [],
});
const keep = (at: number, cpuPercent?: number): Promise<boolean> =>
  keepOnlineInfo(store, info(at, cpuPercent), { cmId, at, expired: false });

test('the load of two days is thinned out, newest point included, and older points are forgotten', async () => {
  const at = start + 1200 * 3 * minute;
  await Promise.all(Array.from({ length: 1200 }, (_, i) => keep(start + (i + 1) * 3 * minute, i % 100)));
  const load = await loadOf(store, cmId, at);
  expect(load.length).toBeGreaterThan(300);
  expect(load.length).toBeLessThanOrEqual(500);
  expect(load.at(-1)).toEqual({ at, cpuPercent: 99 });
  expect(load[0]?.at).toBeGreaterThanOrEqual(at - 48 * hour);
  const { kept } = await store.db
    .selectFrom('loadPoints')
    .select((eb) => eb.fn.countAll<number>().as('kept'))
    .executeTakeFirstOrThrow();
  expect(kept).toBe(961);
});

test('a short interval does not make more than a point a minute', async () => {
  for (let i = 0; i < 13; i += 1) await keep(start + i * 10 * second);
  expect(await loadOf(store, cmId, start + 2 * minute)).toEqual([
    { at: start },
    { at: start + minute },
    { at: start + 2 * minute },
  ]);
});

test('an expired report never replaces a newer one, however long ago that came', async () => {
  await keep(start);
  const late = { cmId, at: start + hour, expired: true };
  expect(await keepOnlineInfo(store, info(start - minute), late)).toBe(false);
  expect(await keepOnlineInfo(store, info(start + minute), late)).toBe(true);
});
