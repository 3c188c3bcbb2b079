import type { CommandRunner } from './context.ts';
import { outcomeOfRun } from './run-task.ts';

/** Takes the inventory now; it travels as a task result. */
export const sendDescript: CommandRunner<'sendDescript'> = async (_args, context) => {
  const run = await context.runKind('descript');
  return run === undefined ? { state: 'failed', reason: 'There is no Descript task.' } : outcomeOfRun(run);
};
