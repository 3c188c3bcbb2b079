/*
 * When tasks run. One rule each:
 *
 * Daily: each occurrence of the time of day is dealt with once, and the newest one that was is remembered on disk.
 * Missed (agent off, computer asleep): noticed later than 5 minutes; a task with `catchUp` runs once, however many occurrences were
 *   missed; another one waits for its next time.
 * Summer time: a time that the clock skips (02:30 in March) runs at the end of the gap; a time that comes twice (02:30 in October)
 *   runs the first time.
 * Clock put forward: the occurrences jumped over count as missed. Clock put back: an occurrence that was dealt with is not repeated;
 *   put back by more than a day, the calendar begins anew with the next occurrence. A clock before 2026 is not believed: daily
 *   tasks wait until it is set.
 * Every N minutes: on the monotonic clock, from the start of one run to the start of the next; after a start of the agent the time
 *   since the last run counts. A run that is overtaken by its next time is not started a second time.
 * Sleep: intervals stand still or go on, as the system's monotonic clock does; after it at most one run is due.
 * Resume and every minute: one look at all tasks, which is how a changed clock is noticed.
 * Interrupted (the agent stopped in the middle): a task with `catchUp` is run once more; interrupted again, it waits for its time.
 * After registration: a task with `afterRegistration` runs once for each registration. Without a registration nothing runs by itself.
 */
import { z } from 'zod';
import type { Task } from '#shared/schedule/schedule.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../host.ts';
import type { Store } from '../store/store.ts';
import { lookAtCalendar, nextOccurrence } from './calendar.ts';
import type { Executor } from './executor.ts';
import type { Runs } from './runs.ts';

export interface SchedulerOptions {
  store: Pick<Store, 'write' | 'facts'>;
  clock: Clock;
  log: Log;
  tasks: () => readonly Task[];
  /** Names the registration that is in force; nothing before there is one. */
  registration: () => string | undefined;
  executor: Pick<Executor, 'run' | 'isRunning'>;
  runs: Pick<Runs, 'lastStart'>;
  /** IANA name of the time zone that times of day are meant in; the computer's own when undefined. */
  timeZone?: string;
}

/** Starts tasks when their time has come. */
export interface Scheduler {
  /** @param interrupted tasks to repeat, as `Executor.recover` gave them */
  start(interrupted: readonly string[]): void;
  /** Looks at the clock now: after a resume, a registration, or a change of the schedule. */
  look(): void;
  /** When a task will start by itself, wall clock; nothing when it will not. */
  next(task: Task): number | undefined;
  stop(): void;
}

/** What is remembered on disk of each task, by its id. */
const marksSchema = z.record(
  z.string(),
  z.object({
    calendar: z.object({ at: z.string(), handled: z.int() }).optional(),
    registration: z.string().optional(),
  }),
);
type Marks = z.infer<typeof marksSchema>;
type Mark = Marks[string];
const marksFact = 'taskMarks';

/** Longest time between two looks, and the shortest, milliseconds. */
const longestWait = 60_000;
const shortestWait = 20;
const minute = 60_000;

export const createScheduler = (options: SchedulerOptions): Scheduler => {
  const { store, clock, log, tasks, registration, executor, runs, timeZone } = options;
  /** When each task with an interval is due, monotonic; the interval is kept to notice a change. */
  const intervals = new Map<string, { minutes: number; due: number }>();
  const toRepeat = new Set<string>();
  let started = false;
  let cancel: (() => void) | undefined;

  const marks = (): Marks => store.facts.get(marksFact, marksSchema) ?? {};
  const setMark = (taskId: string, mark: Mark): void => {
    const known = new Set(tasks().map((task) => task.id));
    const kept = Object.entries(marks()).filter(([id]) => known.has(id));
    store.facts.set(marksFact, { ...Object.fromEntries(kept), [taskId]: mark });
  };

  const fail = (task: Task, error: unknown): void => {
    if (started) log.error('A task could not be started.', { task: task.id, error: String(error) });
  };

  const run = (task: Task, mark: Mark): void => {
    toRepeat.delete(task.id);
    executor
      .run(task, () => setMark(task.id, mark))
      .catch((error: unknown) => {
        fail(task, error);
      });
  };

  const remember = (task: Task, mark: Mark): void => {
    store
      .write(() => setMark(task.id, mark))
      .catch((error: unknown) => {
        fail(task, error);
      });
  };

  const firstDue = (task: Task, minutes: number): number => {
    const last = runs.lastStart(task.id);
    const since = last === undefined ? Number.POSITIVE_INFINITY : clock.now() - last;
    if (since >= minutes * minute) return clock.monotonic() + (task.catchUp ? 0 : minutes * minute);
    return clock.monotonic() + minutes * minute - Math.max(since, 0);
  };

  /** Whether the interval has passed; sets the next one when it has. */
  const intervalPassed = (task: Task, minutes: number): boolean => {
    const known = intervals.get(task.id);
    const due = known?.minutes === minutes ? known.due : firstDue(task, minutes);
    const passed = due <= clock.monotonic();
    intervals.set(task.id, { minutes, due: passed ? clock.monotonic() + minutes * minute : due });
    return passed && !executor.isRunning(task.id);
  };

  const lookAt = (task: Task, mark: Mark, registered: string): void => {
    const { when } = task;
    const day =
      when.kind === 'daily' ? lookAtCalendar(when.at, mark.calendar, clock.now(), timeZone) : undefined;
    const passed = when.kind === 'every' && intervalPassed(task, when.minutes);
    const onDay = day?.due === 'onTime' || (day?.due === 'missed' && task.catchUp);
    const repeat = task.catchUp && toRepeat.has(task.id);
    const newlyRegistered = task.afterRegistration && mark.registration !== registered;
    const calendar = day?.mark ?? mark.calendar;
    const after: Mark = { registration: registered, ...(calendar === undefined ? {} : { calendar }) };
    if (onDay || passed || repeat || newlyRegistered) run(task, after);
    else if (calendar !== mark.calendar) remember(task, after);
  };

  const waitOf = (task: Task): number => {
    if (task.when.kind === 'daily') return nextOccurrence(task.when.at, clock.now(), timeZone) - clock.now();
    return (intervals.get(task.id)?.due ?? Number.POSITIVE_INFINITY) - clock.monotonic();
  };

  const byThemselves = (): Task[] =>
    registration() === undefined ? [] : tasks().filter((task) => task.enabled);

  const look = (): void => {
    if (!started) return;
    cancel?.();
    const registered = registration();
    const enabled = byThemselves();
    const known = marks();
    for (const task of enabled) lookAt(task, known[task.id] ?? {}, registered ?? '');
    const wait = Math.min(longestWait, ...enabled.map(waitOf));
    cancel = clock.after(Math.max(wait, shortestWait), look);
  };

  return {
    start: (interrupted) => {
      for (const id of interrupted) toRepeat.add(id);
      started = true;
      look();
    },
    look,
    next: (task) => {
      if (!task.enabled || registration() === undefined) return undefined;
      if (task.when.kind === 'daily') return nextOccurrence(task.when.at, clock.now(), timeZone);
      const interval = intervals.get(task.id);
      return interval === undefined ? undefined : clock.now() + Math.max(0, interval.due - clock.monotonic());
    },
    stop: () => {
      started = false;
      cancel?.();
    },
  };
};
