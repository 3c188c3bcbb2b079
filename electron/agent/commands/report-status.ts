import type { CommandRunner } from './context.ts';

/** Gives the agent's whole status. */
export const reportStatus: CommandRunner<'reportStatus'> = async (_args, context) => ({
  state: 'done',
  result: context.status(),
});
