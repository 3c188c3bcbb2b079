import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { taskResultSchema } from '#shared/protocol/messages.ts';
import type { TaskResult } from '#shared/protocol/messages.ts';
import type { Inventory } from '#shared/protocol/inventory.ts';
import type { Task } from '#shared/schedule/schedule.ts';
import type { Log } from '../host.ts';
import type { NewMessage } from '../outbox/message.ts';
import { StoreError } from '../store/errors.ts';
import { openStore } from '../store/store.ts';
import type { Store } from '../store/store.ts';
import { createVirtualClock } from '../virtual-clock.double.ts';
import type { VirtualClock } from '../virtual-clock.double.ts';
import { createExecutor } from './executor.ts';
import type { Executor } from './executor.ts';
import { createDescript } from './runners/descript.ts';
import { createRuns } from './runs.ts';
import type { Runs } from './runs.ts';

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const task: Task = {
  id: 'descript',
  title: 'Descript',
  kind: 'descript',
  enabled: true,
  when: { kind: 'onCommand' },
  catchUp: true,
  afterRegistration: false,
};

interface World {
  store: Store;
  clock: VirtualClock;
  executor: Executor;
  runs: Runs;
  results(): TaskResult[];
  /** Runs of the work that have begun; each ends when the test says so. */
  begun: { finish: (result: object) => void; fail: (error: Error) => void; signal: AbortSignal }[];
  restart(): void;
  /** Makes the next writes to the disk fail. */
  refuse: number;
}

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const createWorld = (): World => {
  const folder = mkdtempSync(path.join(tmpdir(), 'executor-'));
  const store = openStore(path.join(folder, 'agent.db'), silent);
  const clock = createVirtualClock(Date.UTC(2026, 10, 20));
  const kept: NewMessage[] = [];
  const runs = createRuns(store);
  const make = (): Executor =>
    createExecutor({
      store: {
        write: (work) => {
          if (world.refuse === 0) return store.write(work);
          world.refuse -= 1;
          return Promise.reject(new StoreError('diskFull', 'agent.db'));
        },
      },
      outbox: { insert: (message) => String(kept.push(message)) },
      clock,
      log: silent,
      runs,
      runners: {
        descript: {
          timeout: 60_000,
          run: (_, signal) =>
            new Promise((finish, fail) => {
              world.begun.push({ finish, fail, signal });
              signal.addEventListener('abort', () => fail(signal.reason as Error));
            }),
        },
      },
      onChange: () => {},
    });
  const world: World = {
    store,
    clock,
    executor: make(),
    runs,
    results: () => kept.map((message) => taskResultSchema.parse(message.body)),
    begun: [],
    restart: () => {
      world.executor = make();
    },
    refuse: 0,
  };
  open.push(async () => {
    await world.executor.stop();
    await store.close();
    rmSync(folder, { recursive: true });
  });
  return world;
};

describe('a run', () => {
  test('ends with its result in the outbox and its row in the store', async () => {
    const { executor, clock, begun, results, runs } = createWorld();
    const running = executor.run(task);
    await clock.advance(1000);
    begun[0]?.finish({ disks: 2 });
    expect(await running).toEqual({ startedAt: clock.now() - 1000, finishedAt: clock.now(), outcome: 'ok' });
    expect(results()).toEqual([
      {
        taskId: 'descript',
        taskKind: 'descript',
        title: 'Descript',
        startedAt: clock.now() - 1000,
        finishedAt: clock.now(),
        outcome: 'ok',
        result: { disks: 2 },
      },
    ]);
    expect(runs.last('descript')?.outcome).toBe('ok');
  });

  test('of the same task is joined, never doubled; both notes are written', async () => {
    const { executor, clock, begun, results, store } = createWorld();
    const first = executor.run(task, () => store.facts.set('first', 1));
    const second = executor.run(task, () => store.facts.set('second', 2));
    await clock.advance(1);
    expect(executor.isRunning('descript')).toBe(true);
    expect(begun).toHaveLength(1);
    begun[0]?.finish({});
    expect(await first).toEqual(await second);
    expect(results()).toHaveLength(1);
    expect(store.prepare('SELECT name FROM facts').all()).toHaveLength(2);
    expect(executor.isRunning('descript')).toBe(false);
  });

  test('that fails, or does not end in time, is a failed result with its reason', async () => {
    const { executor, clock, begun, results } = createWorld();
    const failing = executor.run(task);
    await clock.advance(1);
    begun[0]?.fail(new Error('no disk'));
    expect(await failing).toMatchObject({ outcome: 'failed', reason: 'no disk' });
    const late = executor.run(task);
    await clock.advance(60_000);
    expect(await late).toMatchObject({ outcome: 'failed', reason: 'The task did not end within 60 s.' });
    expect(results().map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['failed', 'no disk'],
      ['failed', 'The task did not end within 60 s.'],
    ]);
  });

  test('is not begun when its start cannot be written', async () => {
    const world = createWorld();
    world.refuse = 1;
    await expect(world.executor.run(task)).rejects.toThrow('full');
    expect(world.begun).toHaveLength(0);
    expect(world.executor.isRunning('descript')).toBe(false);
  });

  test('keeps its result while the disk refuses it, and writes it when there is room again', async () => {
    const world = createWorld();
    const running = world.executor.run(task);
    await world.clock.advance(1);
    world.refuse = 3;
    world.begun[0]?.finish({ kept: true });
    await world.clock.advance(10_000);
    expect(await running).toMatchObject({ outcome: 'ok' });
    expect(world.results()).toHaveLength(1);
  });
});

describe('a stop of the agent', () => {
  test('aborts the run; the next start reports it as failed and gives it back for one repetition', async () => {
    const world = createWorld();
    const interrupted = async (): Promise<string[]> => {
      const running = world.executor.run(task);
      running.catch(() => {});
      await world.clock.advance(1);
      await world.executor.stop();
      await expect(running).rejects.toThrow('stopping');
      world.restart();
      return world.executor.recover([task]);
    };
    expect(await interrupted()).toEqual(['descript']);
    expect(await interrupted()).toEqual([]);
    expect(world.results().map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['failed', 'The agent stopped while the task was running.'],
      ['failed', 'The agent stopped while the task was running.'],
    ]);
    const running = world.executor.run(task);
    await world.clock.advance(1);
    world.begun.at(-1)?.finish({});
    await running;
    expect(await interrupted()).toEqual(['descript']);
  });

  test('that finds nothing running leaves nothing to recover', async () => {
    const world = createWorld();
    expect(await world.executor.recover([task])).toEqual([]);
    await world.executor.stop();
    await expect(world.executor.run(task)).rejects.toThrow('stopping');
  });
});

test('runs are remembered, the newest hundred of a task', async () => {
  const { store, runs } = createWorld();
  await store.write(() => {
    for (let i = 0; i < 130; i += 1) runs.end(runs.begin('descript', i), i + 1, 'ok', undefined);
  });
  expect(store.prepare('SELECT id FROM task_runs').all()).toHaveLength(100);
  expect(runs.lastStart('descript')).toBe(129);
});

test('Descript fails only when nothing at all was read', async () => {
  const taken: Inventory = { takenAt: 1, unread: [{ source: 'os', reason: 'no answer' }] };
  const signal = new AbortController().signal;
  await expect(createDescript({ take: async () => taken }).run(task, signal)).rejects.toThrow('no answer');
  const some = { ...taken, users: [] };
  expect(await createDescript({ take: async () => some }).run(task, signal)).toBe(some);
});
