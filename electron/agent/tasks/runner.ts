import type { Task, TaskKind } from '#shared/schedule/schedule.ts';

/** The code that does one kind of work. */
export interface TaskRunner {
  /** How long one run may take, milliseconds. */
  timeout: number;
  /**
   * Does the work once. Gives the result for the CM Server, plain data that JSON can hold; throws one sentence when the work failed. Ends soon after the signal
   * aborts, and leaves nothing running.
   */
  run(task: Task, signal: AbortSignal): Promise<object>;
}

/** One runner for each kind of task. */
export type TaskRunners = { [K in TaskKind]: TaskRunner };

/** How one run ended. Moments are wall clock, milliseconds. */
export interface TaskRun {
  startedAt: number;
  finishedAt: number;
  outcome: 'ok' | 'failed';
  reason?: string;
}
