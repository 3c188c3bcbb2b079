import type { CommandRunner } from './context.ts';

/** Gives the mounted file systems with their free space. */
export const listPartitions: CommandRunner<'listPartitions'> = async (_args, context) => ({
  state: 'done',
  result: { partitions: await context.partitions(context.signal) },
});
