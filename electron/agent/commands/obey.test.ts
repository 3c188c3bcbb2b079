import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { commands } from '#shared/protocol/commands.ts';
import type { CommandKind } from '#shared/protocol/commands.ts';
import { confirmationSchema } from '#shared/protocol/messages.ts';
import type { Confirmation } from '#shared/protocol/messages.ts';
import type { CommandPermission } from '#shared/protocol/permissions.ts';
import { outgoingDefaults } from '#shared/settings/outgoing.ts';
import { parseBoundedJson } from '#shared/wire/bounded-json.ts';
import { newId } from '#shared/wire/id.ts';
import { createOutbox } from '../outbox/outbox.ts';
import { silentLog } from '../silent-log.double.ts';
import { StoreError } from '../store/errors.ts';
import { openStore } from '../store/store.ts';
import type { Store } from '../store/store.ts';
import { createVirtualClock } from '../virtual-clock.double.ts';
import type { VirtualClock } from '../virtual-clock.double.ts';
import { createArchive } from './archive.ts';
import type { CommandContext, CommandOutcome, CommandServices } from './context.ts';
import { createObey } from './obey.ts';
import type { Obey } from './obey.ts';
import { runners } from './registry.ts';
import type { CommandRunners } from './registry.ts';

const hour = 3_600_000;
const args: Partial<Record<CommandKind, unknown>> = {
  runTask: { taskId: 't' },
  showMessage: { title: 'a', text: 'b' },
};

/** One run of a command, held open until the test ends it. */
interface Run {
  kind: CommandKind;
  context: CommandContext;
  finish(outcome?: CommandOutcome): void;
  fail(error: Error): void;
}

interface World {
  store: Store;
  clock: VirtualClock;
  obey: Obey;
  runs: Run[];
  forbidden: CommandPermission[];
  /** Next writes that the disk refuses. */
  refuse: number;
  /** Commands as the inbox leaves them; gives their ids. */
  give(...kinds: CommandKind[]): Promise<string[]>;
  states(): string[];
  confirmations(): Confirmation[];
  /** As if the process had been killed: nothing of it acts any more, the disk stays. */
  kill(): Promise<void>;
}

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const createWorld = async (): Promise<World> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'obey-'));
  const store = openStore(path.join(folder, 'agent.db'), silentLog);
  const clock = createVirtualClock(Date.UTC(2026, 10, 20));
  const outbox = createOutbox({
    store,
    clock,
    log: silentLog,
    settings: () => outgoingDefaults,
    onChange: () => {},
    whyWaiting: () => undefined,
  });
  const held = (kind: CommandKind) => (_: unknown, context: CommandContext) =>
    new Promise<CommandOutcome>((resolve, reject) => {
      world.runs.push({
        kind,
        context,
        finish: (outcome = { state: 'done' }) => resolve(outcome),
        fail: reject,
      });
    });
  const heldRunners = Object.fromEntries(
    Object.keys(commands).map((kind) => [kind, held(kind as CommandKind)]),
  );
  const make = (): Obey => {
    let dead = false;
    const obey = createObey({
      store: {
        ...store,
        write: (work) => {
          if (dead) return new Promise(() => {});
          if (world.refuse === 0) return store.write(work);
          world.refuse -= 1;
          return Promise.reject(new StoreError('diskFull', 'agent.db'));
        },
      },
      outbox,
      clock,
      trustedNow: () => clock.now(),
      log: silentLog,
      forbidden: () => world.forbidden,
      services: {} as CommandServices,
      onChange: () => {},
      runners: heldRunners as unknown as CommandRunners,
    });
    world.kill = async () => {
      dead = true;
      world.obey = make();
      world.runs.length = 0;
      await world.obey.start();
      await clock.advance(0);
    };
    return obey;
  };
  const archive = createArchive(store);
  let sequence = 0;
  const selectStates = store.prepare<{ state: string }>('SELECT state FROM commands ORDER BY sequence');
  const selectMessages = store.prepare<{ body: Uint8Array }>(
    "SELECT body FROM messages WHERE class = 'confirmation' ORDER BY sequence",
  );
  const world: World = {
    store,
    clock,
    obey: undefined as unknown as Obey,
    runs: [],
    forbidden: [],
    refuse: 0,
    give: async (...kinds) => {
      const given = kinds.map((kind) => ({
        id: newId(clock.now()),
        epoch: 1,
        sequence: (sequence += 1),
        kind,
        args: JSON.stringify(args[kind] ?? {}),
        operator: 'jana',
        path: 'HTTP',
        bytes: 100,
        created: clock.now(),
        notAfter: clock.now() + hour,
        receivedAt: clock.now(),
      }));
      await store.write(() => given.forEach((command) => archive.add(command)));
      world.obey.wake();
      await clock.advance(0);
      return given.map(({ id }) => id);
    },
    states: () => selectStates.all().map(({ state }) => state),
    confirmations: () =>
      selectMessages.all().map(({ body }) => confirmationSchema.parse(parseBoundedJson(body))),
    kill: async () => {},
  };
  world.obey = make();
  open.push(async () => {
    await world.obey.stop();
    await outbox.stop();
    await store.close();
    rmSync(folder, { recursive: true });
  });
  await world.obey.start();
  return world;
};

const finish = async (world: World, at = 0, outcome?: CommandOutcome): Promise<void> => {
  world.runs[at]?.finish(outcome);
  await world.clock.advance(0);
};

describe('a command', () => {
  test('is marked started before it runs, and ends with its row and its confirmation', async () => {
    const world = await createWorld();
    const [id] = await world.give('runTask');
    expect(world.states()).toEqual(['started']);
    expect(world.obey.running()).toMatchObject([{ id, kind: 'runTask' }]);
    await world.clock.advance(1000);
    await finish(world, 0, { state: 'done', result: { answer: 42 } });
    expect(world.states()).toEqual(['done']);
    const now = world.clock.now();
    expect(world.confirmations()).toEqual([
      {
        commandId: id,
        kind: 'runTask',
        state: 'done',
        receivedAt: now - 1000,
        startedAt: now - 1000,
        finishedAt: now,
        result: { answer: 42 },
      },
    ]);
    expect(world.obey.running()).toEqual([]);
  });

  test.each([
    [
      'says so',
      (run: Run) => run.finish({ state: 'failed', reason: 'no such task' }),
      'failed',
      'no such task',
    ],
    [
      'refuses',
      (run: Run) => run.finish({ state: 'refused', reason: 'older version' }),
      'refused',
      'older version',
    ],
    ['throws', (run: Run) => run.fail(new Error('no disk')), 'failed', 'no disk'],
    [
      'gives too much',
      (run: Run) => run.finish({ state: 'done', result: { big: 'x'.repeat(9_000_000) } }),
      'failed',
      'too large',
    ],
  ] as const)('that %s ends so, with the reason', async (_, act, state, reason) => {
    const world = await createWorld();
    await world.give('runTask');
    act(world.runs[0]!);
    await world.clock.advance(0);
    expect(world.states()).toEqual([state]);
    expect(world.confirmations()[0]?.reason).toContain(reason);
    expect(world.confirmations()).toHaveLength(1);
  });

  test('that does not end in time is aborted and failed; what it says afterwards changes nothing', async () => {
    const world = await createWorld();
    await world.give('showMessage');
    await world.clock.advance(commands.showMessage.timeout);
    expect(world.runs[0]?.context.signal.aborted).toBe(true);
    await finish(world);
    expect(world.confirmations()).toMatchObject([
      { state: 'failed', reason: 'It did not end within 30 s; it may still take effect.' },
    ]);
  });

  test('waits for those before it in the order of the server; what only reads does not wait for what acts', async () => {
    const world = await createWorld();
    await world.give('runTask', 'listProcesses', 'showMessage', 'reportStatus', 'restartAgent');
    expect(world.runs.map(({ kind }) => kind)).toEqual(['listProcesses', 'runTask']);
    await finish(world, 0);
    expect(world.runs.map(({ kind }) => kind)).toEqual(['listProcesses', 'runTask', 'reportStatus']);
    await finish(world, 1);
    await finish(world, 3);
    expect(world.runs.map(({ kind }) => kind)).toEqual([
      'listProcesses',
      'runTask',
      'reportStatus',
      'showMessage',
      'restartAgent',
    ]);
  });

  test('that became too old, or was forbidden, while it waited is not begun', async () => {
    const world = await createWorld();
    await world.give('runTask', 'showMessage', 'restartAgent');
    await world.clock.advance(500_000);
    world.forbidden = ['user'];
    world.clock.jump(2 * hour);
    await finish(world);
    expect(world.states()).toEqual(['done', 'refused', 'expired']);
    expect(world.runs).toHaveLength(1);
    expect(world.confirmations()).toHaveLength(3);
  });

  test('has its effect on the agent only after the confirmation is on disk', async () => {
    const world = await createWorld();
    await world.give('restartAgent');
    const seen: number[] = [];
    world.runs[0]?.context.afterwards(() => seen.push(world.confirmations().length));
    await finish(world);
    expect(seen).toEqual([1]);
  });
});

describe('killed', () => {
  test('before the start: done once afterwards', async () => {
    const world = await createWorld();
    await world.give('runTask', 'showMessage');
    await world.kill();
    expect(world.states()).toEqual(['failed', 'started']);
    await finish(world);
    expect(world.states()).toEqual(['failed', 'done']);
    expect(world.confirmations()).toHaveLength(2);
  });

  test('in the middle of what may not be repeated: failed as uncertain, once, never run again', async () => {
    const world = await createWorld();
    await world.give('restartAgent');
    await world.kill();
    await world.kill();
    expect(world.runs).toHaveLength(0);
    expect(world.confirmations()).toMatchObject([
      { state: 'failed', reason: expect.stringContaining('uncertain') as string },
    ]);
    expect(world.confirmations()[0]?.startedAt).toBeDefined();
  });

  test('in the middle of what may be repeated: run again, confirmed once', async () => {
    const world = await createWorld();
    await world.give('listProcesses');
    await world.kill();
    expect(world.runs).toHaveLength(1);
    await finish(world);
    await world.kill();
    expect([world.states(), world.confirmations().length, world.runs.length]).toEqual([['done'], 1, 0]);
  });

  test('each time by the same command: it is given up in the end', async () => {
    const world = await createWorld();
    await world.give('listProcesses');
    for (let round = 0; round < 5; round += 1) {
      await world.kill();
      expect(world.states()).toEqual(['started']);
    }
    await world.kill();
    expect(world.confirmations()).toMatchObject([
      { state: 'failed', reason: 'The agent stopped each time while the command ran.' },
    ]);
  });
});

describe('a stop of the agent', () => {
  test('aborts what runs, writes nothing of it, and the next start settles it', async () => {
    const world = await createWorld();
    await world.give('runTask', 'listProcesses');
    const signals = world.runs.map(({ context }) => context.signal);
    await world.obey.stop();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
    expect([world.states(), world.confirmations()]).toEqual([['started', 'started'], []]);
    await world.kill();
    expect(world.states()).toEqual(['failed', 'started']);
  });
});

describe('a disk that refuses', () => {
  test('the start: the command is not begun until it can be written', async () => {
    const world = await createWorld();
    world.refuse = 1;
    await world.give('runTask');
    expect([world.states(), world.runs.length]).toEqual([['received'], 0]);
    await world.clock.advance(10_000);
    expect([world.states(), world.runs.length]).toEqual([['started'], 1]);
  });

  test('the end: the command is not repeated, its confirmation comes when there is room', async () => {
    const world = await createWorld();
    await world.give('runTask');
    world.refuse = 2;
    await finish(world);
    expect([world.states(), world.confirmations().length]).toEqual([['started'], 0]);
    await world.clock.advance(5000);
    expect([world.states(), world.confirmations().length, world.runs.length]).toEqual([['done'], 1, 1]);
  });
});

test('ended commands are remembered for 90 days', async () => {
  const world = await createWorld();
  await world.give('runTask');
  await finish(world);
  world.clock.jump(89 * 24 * hour);
  await world.clock.advance(0);
  await world.kill();
  expect(world.states()).toEqual(['done']);
  world.clock.jump(2 * 24 * hour);
  await world.kill();
  expect(world.states()).toEqual([]);
});

describe('what each command does', () => {
  const run = { startedAt: 1, finishedAt: 2 };
  const context = (services: Partial<CommandServices>): CommandContext => ({
    ...({} as CommandServices),
    signal: new AbortController().signal,
    afterwards: (effect) => effect(),
    ...services,
  });
  const document = {
    version: 3,
    customer: 'Acme',
    licence: { type: 'basic', target: 'desktop', validTo: 1 },
    settings: {},
  } as const;

  test('runTask and sendDescript end as the task ends', async () => {
    const failing = async () => ({ ...run, outcome: 'failed' as const, reason: 'no disk' });
    const good = async () => ({ ...run, outcome: 'ok' as const });
    expect(await runners.runTask({ taskId: 'x' }, context({ runTask: good }))).toEqual({
      state: 'done',
      result: run,
    });
    expect(await runners.runTask({ taskId: 'x' }, context({ runTask: failing }))).toEqual({
      state: 'failed',
      reason: 'no disk',
    });
    expect(await runners.runTask({ taskId: 'x' }, context({ runTask: () => undefined }))).toMatchObject({
      state: 'failed',
    });
    expect(await runners.sendDescript({}, context({ runKind: good }))).toEqual({
      state: 'done',
      result: run,
    });
    expect(await runners.sendDescript({}, context({ runKind: () => undefined }))).toMatchObject({
      state: 'failed',
    });
  });

  test('setSettings says what became of the document', async () => {
    const applied = context({ applyDocument: async () => ({ outcome: 'applied' }) });
    const refused = context({ applyDocument: async () => ({ outcome: 'refused', reason: 'older' }) });
    expect(await runners.setSettings({ document }, applied)).toEqual({
      state: 'done',
      result: { version: 3 },
    });
    expect(await runners.setSettings({ document }, refused)).toEqual({ state: 'refused', reason: 'older' });
  });

  test('showMessage fails when nobody sees it; lists give what was read; restartAgent restarts', async () => {
    const message = { title: 'a', text: 'b' };
    expect(await runners.showMessage(message, context({ showMessage: async () => true }))).toEqual({
      state: 'done',
    });
    expect(await runners.showMessage(message, context({ showMessage: async () => false }))).toMatchObject({
      state: 'failed',
    });
    const processes = { processes: [] };
    expect(await runners.listProcesses({}, context({ processes: async () => processes }))).toEqual({
      state: 'done',
      result: processes,
    });
    expect(await runners.listPartitions({}, context({ partitions: async () => [] }))).toEqual({
      state: 'done',
      result: { partitions: [] },
    });
    let restarts = 0;
    await runners.restartAgent({}, context({ restart: () => (restarts += 1) }));
    expect(restarts).toBe(1);
  });
});
