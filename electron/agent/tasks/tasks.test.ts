import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Inventory } from '#shared/protocol/inventory.ts';
import { taskResultSchema } from '#shared/protocol/messages.ts';
import type { TaskResult } from '#shared/protocol/messages.ts';
import { defaultSchedule } from '#shared/schedule/schedule.ts';
import type { Schedule } from '#shared/schedule/schedule.ts';
import { outgoingDefaults } from '#shared/settings/outgoing.ts';
import { parseBoundedJson } from '#shared/wire/bounded-json.ts';
import type { Log } from '../host.ts';
import { createOutbox } from '../outbox/outbox.ts';
import { openStore } from '../store/store.ts';
import { createVirtualClock } from '../virtual-clock.double.ts';
import type { VirtualClock } from '../virtual-clock.double.ts';
import { createTasks } from './tasks.ts';
import type { Tasks } from './tasks.ts';

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

interface World {
  clock: VirtualClock;
  tasks: Tasks;
  registration: string | undefined;
  results(): TaskResult[];
  /** Inventories that are being taken; each ends when the test says so. */
  taking: ((inventory: Inventory) => void)[];
}

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const createWorld = async (schedule: Schedule = defaultSchedule): Promise<World> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tasks-'));
  const store = openStore(path.join(folder, 'agent.db'), silent);
  const clock = createVirtualClock(Date.parse('2026-11-20T08:00:00Z'));
  const outbox = createOutbox({
    store,
    clock,
    log: silent,
    settings: () => outgoingDefaults,
    onChange: () => {},
    whyWaiting: () => undefined,
  });
  const messages = store.prepare<{ body: Uint8Array }>(
    "SELECT body FROM messages WHERE class = 'taskResult'",
  );
  const world: Omit<World, 'tasks'> = {
    clock,
    registration: undefined,
    results: () => messages.all().map(({ body }) => taskResultSchema.parse(parseBoundedJson(body))),
    taking: [],
  };
  const tasks = createTasks({
    store,
    outbox,
    clock,
    log: silent,
    schedule: () => schedule,
    registration: () => world.registration,
    inventory: {
      take: (signal) =>
        new Promise((resolve, reject) => {
          world.taking.push(resolve);
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        }),
      processes: () => Promise.reject(new Error('not asked here')),
      partitions: () => Promise.reject(new Error('not asked here')),
    },
    onChange: () => {},
    timeZone: 'UTC',
  });
  open.push(async () => {
    await tasks.stop();
    await outbox.stop();
    await store.close();
    rmSync(folder, { recursive: true });
  });
  await tasks.start();
  return Object.assign(world, { tasks });
};

const inventory: Inventory = { takenAt: 1, battery: { present: false }, unread: [] };

test('an unregistered computer knows its tasks and runs none by itself', async () => {
  const world = await createWorld();
  await world.clock.advance(6 * 3_600_000);
  expect(world.tasks.status()).toEqual([
    { id: 'descript', title: 'Descript', kind: 'descript', running: false },
  ]);
  expect(world.taking).toEqual([]);
});

test('after registration Descript is taken at once, lands in the outbox, and is next due at noon', async () => {
  const world = await createWorld();
  world.registration = 'ACMEPC001/1';
  world.tasks.look();
  await world.clock.advance(1000);
  expect(world.tasks.status()[0]?.running).toBe(true);
  world.taking[0]?.(inventory);
  await world.clock.advance(0);
  expect(world.results()).toMatchObject([
    { taskId: 'descript', taskKind: 'descript', outcome: 'ok', result: inventory },
  ]);
  expect(world.tasks.status()).toMatchObject([
    { running: false, next: Date.parse('2026-11-20T12:00:00Z'), last: { outcome: 'ok' } },
  ]);
});

test('a task runs on command too, whoever asks is told how it ended; what there is none of is nothing', async () => {
  const world = await createWorld({ tasks: [] });
  expect(world.tasks.run('descript')).toBeUndefined();
  const running = world.tasks.runKind('descript');
  await world.clock.advance(1000);
  world.taking[0]?.(inventory);
  expect(await running).toMatchObject({ outcome: 'ok' });
  expect(world.results()).toHaveLength(1);
});
