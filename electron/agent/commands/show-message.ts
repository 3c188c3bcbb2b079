import type { CommandRunner } from './context.ts';

/** Shows a message to the person at the computer. */
export const showMessage: CommandRunner<'showMessage'> = async ({ title, text }, context) =>
  (await context.showMessage(title, text))
    ? { state: 'done' }
    : { state: 'failed', reason: 'Nobody is at the computer who could see the message.' };
