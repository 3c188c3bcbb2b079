import type { Transaction } from 'kysely';
import { commandStates, isFinal } from '#shared/protocol/commands.ts';
import type { CommandState } from '#shared/protocol/commands.ts';
import type { Confirmation } from '#shared/protocol/messages.ts';
import type { Schema } from '../store/schema.ts';

/** What a step leaves behind. `from` narrows the states that it may come from; `cmId` the computer that may take it. */
interface Step {
  at: number;
  from?: readonly CommandState[];
  cmId?: string;
  path?: string;
  reason?: string | undefined;
  result?: unknown;
}

const statesBefore = (state: CommandState): CommandState[] =>
  commandStates.filter(
    (other) => !isFinal(other) && commandStates.indexOf(other) < commandStates.indexOf(state),
  );

const addStep = async (
  db: Transaction<Schema>,
  commandId: string,
  state: CommandState,
  at: number,
  path: string | null,
): Promise<void> => {
  await db
    .insertInto('commandSteps')
    .values({ commandId, state, at, path })
    .onConflict((conflict) => conflict.columns(['commandId', 'state']).doNothing())
    .execute();
};

/**
 * Brings a command to a later state and notes it in its history, once: a final state stays, and no state is gone back to.
 * Gives the command that moved; nothing when none did.
 */
export const advance = async (
  db: Transaction<Schema>,
  id: string,
  state: CommandState,
  { at, from, cmId, path, reason, result }: Step,
): Promise<{ id: string; cmId: string } | undefined> => {
  let query = db
    .updateTable('commands')
    .set({
      state,
      ...(path !== undefined && { path }),
      ...(reason !== undefined && { reason }),
      ...(result !== undefined && { result: JSON.stringify(result) }),
    })
    .where('id', '=', id)
    .where('state', 'in', from ?? statesBefore(state));
  if (cmId !== undefined) query = query.where('cmId', '=', cmId);
  const moved = await query.returning(['id', 'cmId']).executeTakeFirst();
  if (moved !== undefined) await addStep(db, id, state, at, path ?? null);
  return moved;
};

/** What came back for a command that the server had given up: it stays given up, and what happened is told with it. */
const addLateWord = async (
  db: Transaction<Schema>,
  cmId: string,
  { commandId, state, result }: Confirmation,
): Promise<{ id: string; cmId: string } | undefined> => {
  const command = await db
    .selectFrom('commands')
    .select(['id', 'cmId', 'state', 'reason'])
    .where('id', '=', commandId)
    .where('cmId', '=', cmId)
    .where('state', 'in', ['expired', 'cancelled'])
    .executeTakeFirst();
  if (command === undefined || command.state === state) return undefined;
  const reason = [command.reason, `the computer answered later that it was ${state}`]
    .filter((part) => part !== null)
    .join('; ');
  await db
    .updateTable('commands')
    .set({ reason, ...(result !== undefined && { result: JSON.stringify(result) }) })
    .where('id', '=', commandId)
    .execute();
  return { id: command.id, cmId: command.cmId };
};

/**
 * Ends a command as its computer confirmed it; steps that were not heard of are taken from the confirmation. Part of the
 * transaction that keeps the confirmation. Gives the command when anything changed.
 */
export const finishCommand = async (
  db: Transaction<Schema>,
  cmId: string,
  confirmation: Confirmation,
  origin: { at: number; path: string },
): Promise<{ id: string; cmId: string } | undefined> => {
  const { commandId, state, reason, receivedAt, startedAt, result } = confirmation;
  const finished = await advance(db, commandId, state, { ...origin, cmId, reason, result });
  if (finished === undefined) return addLateWord(db, cmId, confirmation);
  await addStep(db, commandId, 'received', receivedAt, null);
  if (startedAt !== undefined) await addStep(db, commandId, 'started', startedAt, null);
  return finished;
};
