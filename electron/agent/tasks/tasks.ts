import { defaultSchedule } from '#shared/schedule/schedule.ts';
import type { Schedule, Task, TaskKind } from '#shared/schedule/schedule.ts';
import type { TaskStatus } from '#shared/status.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../host.ts';
import type { NewMessage } from '../outbox/message.ts';
import type { Store } from '../store/store.ts';
import { createExecutor } from './executor.ts';
import type { InventoryReader } from './inventory.ts';
import type { TaskRun } from './runner.ts';
import { createDescript } from './runners/descript.ts';
import { createRuns } from './runs.ts';
import { createScheduler } from './scheduler.ts';

export interface TasksOptions {
  store: Store;
  outbox: { insert(message: NewMessage): string };
  clock: Clock;
  log: Log;
  schedule: () => Schedule;
  /** Names the registration that is in force, such as CM-ID and moment; nothing before there is one. */
  registration: () => string | undefined;
  inventory: InventoryReader;
  /** A task was started or has ended. */
  onChange: () => void;
  /** IANA name of the time zone of the schedule; the computer's own when left out. */
  timeZone?: string;
}

/** The agent's tasks: what runs, when, and how it ended. */
export interface Tasks {
  /** Reports what the last stop interrupted, then starts what is due. Rejects with a StoreError. */
  start(): Promise<void>;
  /** Aborts what runs and waits for it; nothing calls back afterwards. */
  stop(): Promise<void>;
  /** Looks at the clock now: after a resume, a registration, or a change of the schedule. */
  look(): void;
  status(): TaskStatus[];
  /** Runs a task of the schedule now, also one that is not enabled. Nothing when there is no such task. */
  run(taskId: string): Promise<TaskRun> | undefined;
  /** Runs the first task of a kind now; the default schedule's one when the schedule has none. Nothing when there is none at all. */
  runKind(kind: TaskKind): Promise<TaskRun> | undefined;
}

export const createTasks = (options: TasksOptions): Tasks => {
  const { store, schedule } = options;
  const runs = createRuns(store);
  const runners = { descript: createDescript(options.inventory) };
  const executor = createExecutor({ ...options, runs, runners });
  const tasks = (): readonly Task[] => schedule().tasks;
  const scheduler = createScheduler({ ...options, tasks, executor, runs });

  const statusOf = (task: Task): TaskStatus => {
    const next = scheduler.next(task);
    const last = runs.last(task.id);
    return {
      id: task.id,
      title: task.title,
      kind: task.kind,
      running: executor.isRunning(task.id),
      ...(next === undefined ? {} : { next }),
      ...(last === undefined ? {} : { last }),
    };
  };

  const runTask = (task: Task | undefined): Promise<TaskRun> | undefined =>
    task === undefined ? undefined : executor.run(task);

  return {
    start: async () => {
      scheduler.start(await executor.recover(tasks()));
    },
    stop: async () => {
      scheduler.stop();
      await executor.stop();
    },
    look: () => scheduler.look(),
    status: () => tasks().map(statusOf),
    run: (taskId) => runTask(tasks().find((task) => task.id === taskId)),
    runKind: (kind) => runTask([...tasks(), ...defaultSchedule.tasks].find((task) => task.kind === kind)),
  };
};
