import type { CommandRunner } from './context.ts';

/** Starts the agent anew, after the confirmation is safe on disk. */
export const restartAgent: CommandRunner<'restartAgent'> = async (_args, context) => {
  context.afterwards(() => {
    context.restart();
  });
  return { state: 'done' };
};
