import type { CommandOutcome, CommandRunner } from './context.ts';
import type { TaskRun } from '../tasks/runner.ts';

/** A command that ran a task ends as the task ended; the task's result travels as a message of its own. */
export const outcomeOfRun = (run: TaskRun): CommandOutcome =>
  run.outcome === 'ok'
    ? { state: 'done', result: { startedAt: run.startedAt, finishedAt: run.finishedAt } }
    : { state: 'failed', reason: run.reason ?? 'The task failed.' };

/** Runs a task of the schedule now, also one that is not enabled. One that runs already is waited for. */
export const runTask: CommandRunner<'runTask'> = async ({ taskId }, context) => {
  const run = await context.runTask(taskId);
  return run === undefined
    ? { state: 'failed', reason: `This computer's schedule has no task "${taskId}".` }
    : outcomeOfRun(run);
};
