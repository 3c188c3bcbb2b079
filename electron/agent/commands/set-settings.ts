import type { CommandRunner } from './context.ts';

/** Puts a settings document in force; one that is not good for this computer is refused, and the last good one stays. */
export const setSettings: CommandRunner<'setSettings'> = async ({ document }, context) => {
  const applied = await context.applyDocument(document);
  return applied.outcome === 'applied'
    ? { state: 'done', result: { version: document.version } }
    : { state: 'refused', reason: applied.reason };
};
