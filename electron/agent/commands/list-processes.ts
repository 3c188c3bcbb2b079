import type { CommandRunner } from './context.ts';

/** Gives the processes that run now. */
export const listProcesses: CommandRunner<'listProcesses'> = async (_args, context) => ({
  state: 'done',
  result: await context.processes(context.signal),
});
