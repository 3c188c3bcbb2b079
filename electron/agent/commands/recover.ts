import { z } from 'zod';
import { commands } from '#shared/protocol/commands.ts';
import type { Store } from '../store/store.ts';
import type { Archive } from './archive.ts';
import type { Confirm } from './confirm.ts';
import { isCommandKind } from './registry.ts';

/** How many times each command was begun anew. */
const repetitionsFact = 'commandRepetitions';
const repetitionsSchema = z.record(z.string(), z.int());

/** A command that was cut off so often probably is what stops the agent. */
const mostRepetitions = 5;

const uncertain =
  'uncertain: the agent stopped while the command ran; it may or may not have taken effect. Look before you give it again.';
const hopeless = 'The agent stopped each time while the command ran.';

/**
 * Settles commands that the agent's last stop cut off: what may be done twice waits again, of anything else nobody can say
 * whether it was done. Only inside `store.write`, before any command is done.
 */
export const recoverCommands = (store: Pick<Store, 'facts'>, archive: Archive, confirm: Confirm): void => {
  const before = store.facts.get(repetitionsFact, repetitionsSchema) ?? {};
  const repetitions: Record<string, number> = {};
  for (const command of archive.started()) {
    const repeated = (before[command.id] ?? 0) + 1;
    const repeatable = isCommandKind(command.kind) && commands[command.kind].repeatable;
    if (!repeatable) confirm(command, { state: 'failed', reason: uncertain });
    else if (repeated > mostRepetitions) confirm(command, { state: 'failed', reason: hopeless });
    else {
      archive.requeue(command.id);
      repetitions[command.id] = repeated;
    }
  }
  if (Object.keys(before).length + Object.keys(repetitions).length > 0)
    store.facts.set(repetitionsFact, repetitions);
};
