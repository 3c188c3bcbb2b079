import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Task } from '#shared/schedule/schedule.ts';
import type { Log } from '../host.ts';
import { openStore } from '../store/store.ts';
import type { Store } from '../store/store.ts';
import { createVirtualClock } from '../virtual-clock.double.ts';
import type { VirtualClock } from '../virtual-clock.double.ts';
import { createScheduler } from './scheduler.ts';
import type { Scheduler } from './scheduler.ts';

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const hour = 3_600_000;
const day = 24 * hour;

const task = (change: Partial<Task> = {}): Task => ({
  id: 'daily',
  title: 'Daily',
  kind: 'descript',
  enabled: true,
  when: { kind: 'daily', at: '12:00' },
  catchUp: true,
  afterRegistration: false,
  ...change,
});

interface World {
  clock: VirtualClock;
  store: Store;
  scheduler: Scheduler;
  /** Moments at which something was started, as local time of Bratislava. */
  ran: string[];
  registration: string | undefined;
  tasks: Task[];
  running: Set<string>;
  /** The agent is started anew, with what is on disk. */
  restart(): void;
}

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const local = (moment: number): string =>
  new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Europe/Bratislava',
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(moment);

const createWorld = (start: string, tasks: Task[], registration: string | undefined = 'R1'): World => {
  const folder = mkdtempSync(path.join(tmpdir(), 'scheduler-'));
  const store = openStore(path.join(folder, 'agent.db'), silent);
  const clock = createVirtualClock(Date.parse(start));
  const starts: { id: string; at: number }[] = [];
  const make = (): Scheduler =>
    createScheduler({
      store,
      clock,
      log: silent,
      tasks: () => world.tasks,
      registration: () => world.registration,
      executor: {
        run: async (started, note = () => {}) => {
          await store.write(note);
          starts.push({ id: started.id, at: clock.now() });
          world.ran.push(local(clock.now()));
          return { startedAt: clock.now(), finishedAt: clock.now(), outcome: 'ok' };
        },
        isRunning: (id) => world.running.has(id),
      },
      runs: { lastStart: (id) => starts.findLast((one) => one.id === id)?.at },
      timeZone: 'Europe/Bratislava',
    });
  const world: World = {
    clock,
    store,
    scheduler: make(),
    ran: [],
    registration,
    tasks,
    running: new Set(),
    restart: () => {
      world.scheduler.stop();
      world.scheduler = make();
      world.scheduler.start([]);
    },
  };
  open.push(async () => {
    world.scheduler.stop();
    await store.close();
    rmSync(folder, { recursive: true });
  });
  world.scheduler.start([]);
  return world;
};

describe('daily', () => {
  test('runs once a day at its time, and not for the time that passed before the task existed', async () => {
    const { clock, ran } = createWorld('2026-11-20T14:00:00+01:00', [task()]);
    await clock.advance(3 * day);
    expect(ran).toEqual(['2026-11-21 12:00', '2026-11-22 12:00', '2026-11-23 12:00']);
  });

  test('a time that the clock skips in March runs at the end of the gap, once', async () => {
    const { clock, ran } = createWorld('2026-03-28T12:00:00+01:00', [
      task({ when: { kind: 'daily', at: '02:30' } }),
    ]);
    await clock.advance(2 * day);
    expect(ran).toEqual(['2026-03-29 03:00', '2026-03-30 02:30']);
  });

  test('a time that comes twice in October runs the first time only, across a restart in between too', async () => {
    const world = createWorld('2026-10-24T12:00:00+02:00', [task({ when: { kind: 'daily', at: '02:30' } })]);
    await world.clock.advance(14 * hour + 45 * 60_000);
    expect(world.ran).toEqual(['2026-10-25 02:30']);
    world.restart();
    await world.clock.advance(26 * hour);
    expect(world.ran).toEqual(['2026-10-25 02:30', '2026-10-26 02:30']);
  });

  test('the days on which summer time begins and ends have one noon each', async () => {
    for (const start of ['2026-03-28T13:00:00+01:00', '2026-10-24T13:00:00+02:00']) {
      const { clock, ran } = createWorld(start, [task()]);
      await clock.advance(2 * day + hour);
      expect(ran).toHaveLength(2);
      expect(ran.every((moment) => moment.endsWith('12:00'))).toBe(true);
    }
  });

  test('29 February has its run', async () => {
    const { clock, ran } = createWorld('2028-02-28T13:00:00+01:00', [task()]);
    await clock.advance(2 * day);
    expect(ran).toEqual(['2028-02-29 12:00', '2028-03-01 12:00']);
  });

  test('a disabled one, one that waits for a command, and one of an unregistered computer do not run by themselves', async () => {
    const quiet = [task({ id: 'a', enabled: false }), task({ id: 'b', when: { kind: 'onCommand' } })];
    const { clock, ran } = createWorld('2026-11-20T11:00:00+01:00', quiet);
    await clock.advance(2 * day);
    const unregistered = createWorld('2026-11-20T11:00:00+01:00', [task({ afterRegistration: true })]);
    unregistered.registration = undefined;
    unregistered.scheduler.look();
    await unregistered.clock.advance(0);
    unregistered.ran.length = 0;
    await unregistered.clock.advance(2 * day);
    expect([ran, unregistered.ran]).toEqual([[], []]);
  });
});

describe('missed', () => {
  test('five days of sleep cost one run, at once after the resume', async () => {
    const { clock, ran, scheduler } = createWorld('2026-11-20T13:00:00+01:00', [task()]);
    await clock.advance(hour);
    clock.sleep(5 * day);
    scheduler.look();
    await clock.advance(hour);
    expect(ran).toEqual(['2026-11-25 14:00']);
  });

  test('without a resume event the sleep is noticed within a minute', async () => {
    const { clock, ran } = createWorld('2026-11-20T13:00:00+01:00', [task()]);
    await clock.advance(hour);
    clock.sleep(day);
    await clock.advance(60_000);
    expect(ran).toHaveLength(1);
  });

  test('a task without catch-up leaves it out and keeps its next time', async () => {
    const { clock, ran } = createWorld('2026-11-20T11:00:00+01:00', [task({ catchUp: false })]);
    await clock.advance(1000);
    clock.sleep(2 * hour);
    await clock.advance(day);
    expect(ran).toEqual(['2026-11-21 12:00']);
  });

  test('the agent was off at noon: one run at its start, none at the next start', async () => {
    const world = createWorld('2026-11-20T11:00:00+01:00', [task()]);
    await world.clock.advance(1000);
    world.scheduler.stop();
    world.clock.jump(3 * day + 2 * hour);
    world.restart();
    await world.clock.advance(1000);
    world.restart();
    await world.clock.advance(1000);
    expect(world.ran).toEqual(['2026-11-23 13:00']);
  });

  test('what was interrupted is repeated once, where the task catches up', async () => {
    const world = createWorld('2026-11-20T13:00:00+01:00', [task(), task({ id: 'other', catchUp: false })]);
    await world.clock.advance(1000);
    world.scheduler.stop();
    world.scheduler.start(['daily', 'other']);
    await world.clock.advance(hour);
    expect(world.ran).toHaveLength(1);
  });
});

describe('changed clock', () => {
  test.each([
    ['an hour', hour, 2],
    // The noon that ran ahead of its time, while the clock was a day fast, is not repeated.
    ['a day', day, 1],
    ['two days', 2 * day, 2],
    ['ten years', 3653 * day, 2],
  ])(
    'put forward by %s and back: never two runs for one noon, and noons go on',
    async (_, span, runsAfterwards) => {
      const { clock, ran } = createWorld('2030-11-20T11:30:00+01:00', [task()]);
      await clock.advance(hour);
      expect(ran).toEqual(['2030-11-20 12:00']);
      clock.jump(span);
      await clock.advance(hour);
      expect(ran.length).toBeLessThanOrEqual(2);
      clock.jump(-span);
      const before = ran.length;
      await clock.advance(2 * day);
      expect(ran.length - before).toBe(runsAfterwards);
    },
  );

  test.each([
    ['an hour', hour, 1],
    // Yesterday's noon counts as dealt with already, today's too.
    ['a day', day, 0],
    ['a month', 30 * day, 1],
    ['three years', 1096 * day, 1],
  ])('put back by %s: what has run is not repeated, the next noon runs', async (_, span, runsAfterwards) => {
    const { clock, ran } = createWorld('2030-11-20T11:30:00+01:00', [task()]);
    await clock.advance(hour);
    clock.jump(-span);
    await clock.advance(day + hour);
    expect(ran.length - 1).toBe(runsAfterwards);
    expect(new Set(ran).size).toBe(ran.length);
  });

  test('a computer that starts in 1970 waits until its clock is set, and then runs only what it has missed', async () => {
    const world = createWorld('2030-11-20T11:30:00+01:00', [task()]);
    await world.clock.advance(hour);
    const sinceEpoch = world.clock.now();
    world.scheduler.stop();
    world.clock.jump(-sinceEpoch);
    world.restart();
    await world.clock.advance(2 * day);
    expect(world.ran).toHaveLength(1);
    world.clock.jump(sinceEpoch - 2 * day + hour);
    await world.clock.advance(hour);
    expect(world.ran).toEqual(['2030-11-20 12:00']);
  });
});

describe('every N minutes', () => {
  const often = task({ id: 'often', when: { kind: 'every', minutes: 10 } });

  test('goes by the monotonic clock, whatever the wall clock does', async () => {
    const { clock, ran } = createWorld('2026-11-20T12:00:00Z', [often]);
    await clock.advance(30 * 60_000 + 1000);
    clock.jump(-5 * hour);
    await clock.advance(30 * 60_000);
    clock.jump(10 * hour);
    await clock.advance(30 * 60_000);
    expect(ran).toHaveLength(10);
  });

  test('goes on after a restart where it was, and is not started over itself', async () => {
    const world = createWorld('2026-11-20T12:00:00Z', [often]);
    await world.clock.advance(6 * 60_000);
    world.restart();
    await world.clock.advance(3 * 60_000);
    expect(world.ran).toHaveLength(1);
    await world.clock.advance(60_000);
    expect(world.ran).toHaveLength(2);
    world.running.add('often');
    await world.clock.advance(25 * 60_000);
    expect(world.ran).toHaveLength(2);
    world.running.clear();
    await world.clock.advance(10 * 60_000);
    expect(world.ran).toHaveLength(3);
  });

  test('after hours of being off runs once, or waits for its interval without catch-up', async () => {
    for (const [catchUp, runs] of [
      [true, 2],
      [false, 1],
    ] as const) {
      const world = createWorld('2026-11-20T12:00:00Z', [{ ...often, catchUp }]);
      await world.clock.advance(10 * 60_000);
      const before = world.ran.length;
      world.scheduler.stop();
      world.clock.jump(7 * hour);
      world.restart();
      await world.clock.advance(10 * 60_000);
      expect(world.ran.length - before).toBe(runs);
    }
  });
});

describe('registration', () => {
  test('a task for it runs at once, once for each registration, also over restarts', async () => {
    const world = createWorld('2026-11-20T13:00:00+01:00', [task({ afterRegistration: true })], 'R1');
    await world.clock.advance(1000);
    expect(world.ran).toHaveLength(1);
    world.restart();
    world.clock.jump(-2 * hour);
    world.restart();
    await world.clock.advance(30 * 60_000);
    expect(world.ran).toHaveLength(1);
    world.registration = 'R2';
    world.scheduler.look();
    await world.clock.advance(1000);
    expect(world.ran).toHaveLength(2);
  });

  test('says when each task is next', async () => {
    const often = task({ id: 'often', when: { kind: 'every', minutes: 10 } });
    const off = task({ id: 'off', enabled: false });
    const world = createWorld('2026-11-20T11:00:00+01:00', [task(), often, off]);
    await world.clock.advance(0);
    expect(world.scheduler.next(world.tasks[0]!)).toBe(Date.parse('2026-11-20T12:00:00+01:00'));
    expect(world.scheduler.next(often)).toBe(world.clock.now() + 600_000);
    expect(world.scheduler.next(off)).toBeUndefined();
  });
});

test('an idle scheduler looks once a minute, not more', async () => {
  const world = createWorld('2026-11-20T13:00:00+01:00', [task()]);
  let looks = 0;
  const { after } = world.clock;
  world.clock.after = (ms, callback) => {
    looks += 1;
    return after(ms, callback);
  };
  await world.clock.advance(hour);
  expect(looks).toBeLessThanOrEqual(61);
});
