import type { TaskResult } from '#shared/protocol/messages.ts';
import type { Task } from '#shared/schedule/schedule.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../host.ts';
import type { NewMessage } from '../outbox/message.ts';
import { persist } from '../persist.ts';
import type { Store } from '../store/store.ts';
import type { TaskRun, TaskRunners } from './runner.ts';
import { interruptedReason } from './runs.ts';
import type { OpenRun, Runs } from './runs.ts';

export interface ExecutorOptions {
  store: Pick<Store, 'write'>;
  outbox: { insert(message: NewMessage): string };
  clock: Clock;
  log: Log;
  runs: Runs;
  runners: TaskRunners;
  /** A task was started or has ended. */
  onChange: () => void;
}

/** Runs tasks, never two of the same at once, and puts each result into the outbox. */
export interface Executor {
  /**
   * Ends the runs that the last stop of the agent interrupted: each is reported as failed.
   * @returns the ids of their tasks, without those of which the run before was interrupted too
   */
  recover(tasks: readonly Task[]): Promise<string[]>;
  /**
   * Runs a task once; a task that runs already is joined. Its result is in the outbox when this resolves.
   * @param note what else to write down in the transaction that records the start (or, when joining, at once)
   * @returns how it ended; rejects when the start could not be written, or when the agent stops
   */
  run(task: Task, note?: () => void): Promise<TaskRun>;
  isRunning(taskId: string): boolean;
  /** Aborts what runs and waits for it. Such a run counts as interrupted at the next start. */
  stop(): Promise<void>;
}

type Ended = { outcome: 'ok'; result: object } | { outcome: 'failed'; reason: string };

const sentence = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 2000);

const nothing = (): void => undefined;

export const createExecutor = (options: ExecutorOptions): Executor => {
  const { store, outbox, clock, log, runs, runners, onChange } = options;
  const running = new Map<string, Promise<TaskRun>>();
  const stopping = new AbortController();

  /** Runs until the work ends, its time is over, or the agent stops; in the last case it rejects. */
  const work = async (task: Task): Promise<Ended> => {
    const runner = runners[task.kind];
    const late = new AbortController();
    const cancel = clock.after(runner.timeout, () => {
      late.abort(new Error(`The task did not end within ${Math.round(runner.timeout / 1000)} s.`));
    });
    const signal = AbortSignal.any([late.signal, stopping.signal]);
    try {
      return { outcome: 'ok', result: await runner.run(task, signal) };
    } catch (error) {
      stopping.signal.throwIfAborted();
      return { outcome: 'failed', reason: sentence(late.signal.aborted ? late.signal.reason : error) };
    } finally {
      cancel();
    }
  };

  const resultOf = (task: Task, run: OpenRun, finishedAt: number, ended: Ended): NewMessage => {
    const facts = {
      taskId: task.id,
      taskKind: task.kind,
      title: task.title,
      startedAt: run.startedAt,
      finishedAt,
    };
    const body = { ...facts, ...ended } as TaskResult;
    return { class: 'taskResult', title: task.title, body };
  };

  const finish = async (task: Task, run: OpenRun, ended: Ended): Promise<TaskRun> => {
    const finishedAt = Math.max(clock.now(), run.startedAt);
    const reason = ended.outcome === 'failed' ? ended.reason : undefined;
    const kept = await persist(
      { store, clock, log },
      () => {
        runs.end(run, finishedAt, ended.outcome, reason);
        outbox.insert(resultOf(task, run, finishedAt, ended));
      },
      stopping.signal,
    );
    if (!kept) stopping.signal.throwIfAborted();
    const done = { startedAt: run.startedAt, finishedAt, outcome: ended.outcome };
    return reason === undefined ? done : { ...done, reason };
  };

  const runOnce = async (task: Task, note: () => void): Promise<TaskRun> => {
    stopping.signal.throwIfAborted();
    const run = await store.write(() => {
      note();
      return runs.begin(task.id, clock.now());
    });
    log.info('task started', { task: task.id });
    const ended = await work(task);
    log.info('task ended', { task: task.id, outcome: ended.outcome });
    return finish(task, run, ended);
  };

  const begin = (task: Task, note: () => void): Promise<TaskRun> => {
    const promise = runOnce(task, note).finally(() => {
      running.delete(task.id);
      if (!stopping.signal.aborted) onChange();
    });
    running.set(task.id, promise);
    onChange();
    return promise;
  };

  return {
    recover: (tasks) =>
      store.write(() => {
        const interrupted = runs.open();
        const first = interrupted
          .filter((run) => !runs.lastWasInterrupted(run.taskId))
          .map((run) => run.taskId);
        for (const run of interrupted) {
          const finishedAt = Math.max(clock.now(), run.startedAt);
          runs.end(run, finishedAt, 'interrupted', undefined);
          const task = tasks.find(({ id }) => id === run.taskId);
          if (task !== undefined)
            outbox.insert(resultOf(task, run, finishedAt, { outcome: 'failed', reason: interruptedReason }));
        }
        return [...new Set(first)];
      }),
    run: async (task, note = nothing) => {
      const already = running.get(task.id);
      if (already === undefined) return begin(task, note);
      await store.write(note);
      return already;
    },
    isRunning: (taskId) => running.has(taskId),
    stop: async () => {
      stopping.abort(new Error('The agent is stopping.'));
      await Promise.allSettled(running.values());
    },
  };
};
