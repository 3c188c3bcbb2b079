import type { Transaction } from 'kysely';
import type { EnvelopeHeader } from '#shared/protocol/envelope.ts';
import { noteApplied } from '../documents/documents.ts';
import { finishCommand } from '../outbox/progress.ts';
import type { Origin } from '../presence/presence.ts';
import { keepInventory } from '../results/inventories.ts';
import type { Schema } from '../store/schema.ts';
import { titleOf } from './classes.ts';
import type { MessageBody } from './classes.ts';

/** A message whose body has been checked. */
export interface CheckedMessage {
  cmId: string;
  header: EnvelopeHeader;
  message: MessageBody;
}

/** What keeping it came to. `again` was there before; `taken` means that another computer used the id. */
export type Kept =
  | { outcome: 'first'; command?: { id: string; cmId: string } | undefined }
  | { outcome: 'again' }
  | { outcome: 'taken' };

/** What a message changes beside being kept, in the same transaction and only at its first arrival. */
const applyEffects = async (
  db: Transaction<Schema>,
  { cmId, header, message }: CheckedMessage,
  { at, path }: Origin,
): Promise<{ id: string; cmId: string } | undefined> => {
  if (message.class === 'confirmation') {
    const { commandId, kind, state } = message.body;
    const finished = await finishCommand(db, cmId, message.body, { at, path });
    if (finished !== undefined && kind === 'setSettings' && state === 'done')
      await noteApplied(db, cmId, commandId);
    return finished;
  }
  if (message.class === 'taskResult') {
    const { id, epoch, sequence } = header;
    await keepInventory(db, { id, cmId, epoch, sequence, receivedAt: at }, message.body);
  }
  return undefined;
};

/** Keeps a message once, however often and by whichever paths it arrives; further arrivals are counted. */
export const keepMessage = async (
  db: Transaction<Schema>,
  checked: CheckedMessage,
  origin: Origin,
): Promise<Kept> => {
  const { cmId, header, message } = checked;
  const body = JSON.stringify(message.body);
  const row = await db
    .insertInto('messages')
    .values({
      id: header.id,
      cmId,
      class: message.class,
      title: titleOf(message),
      createdAt: header.created,
      receivedAt: origin.at,
      path: origin.path,
      bytes: Buffer.byteLength(body),
      arrivals: 1,
      epoch: header.epoch,
      sequence: header.sequence,
      inReplyTo: header.inReplyTo ?? null,
      body,
    })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet((eb) => ({ arrivals: eb('messages.arrivals', '+', 1) }))
        .where('messages.cmId', '=', cmId),
    )
    .returning('arrivals')
    .executeTakeFirst();
  if (row === undefined) return { outcome: 'taken' };
  if (row.arrivals > 1) return { outcome: 'again' };
  return { outcome: 'first', command: await applyEffects(db, checked, origin) };
};
