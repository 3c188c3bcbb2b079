import { receiptSchema } from '#shared/protocol/messages.ts';
import type { Receipt } from '#shared/protocol/messages.ts';
import type { Commands } from '../outbox/commands.ts';
import { advance } from '../outbox/progress.ts';
import type { Presence } from '../presence/presence.ts';
import type { Store } from '../store/store.ts';
import { classWords, readBody } from './classes.ts';
import type { Freshness } from './freshness.ts';
import { kept, refused } from './handler.ts';
import type { Handler, ReceiptItem } from './handler.ts';

interface Options {
  store: Store;
  presence: Pick<Presence, 'beat'>;
  commands: Pick<Commands, 'changed'>;
  freshness: Freshness;
}

/** Takes receipts for commands: the computer has them on its disk, or will never take them. */
export const createReceiptHandler =
  ({ store, presence, commands, freshness }: Options): Handler =>
  async ({ cmId }, received, origin) => {
    const items: ReceiptItem[] = [];
    const named: Receipt['items'] = [];
    for (const envelope of received) {
      const read = readBody(receiptSchema, envelope.body);
      items.push(read.ok ? kept(envelope) : refused(envelope, read.reason));
      if (!read.ok) continue;
      named.push(...read.body.items);
      if (freshness.isFresh(envelope.header, origin.at)) presence.beat(cmId, classWords.receipt, origin);
    }
    const moved = await store.write(async (db) => {
      const { at, path } = origin;
      const steps = [];
      for (const { id, outcome, reason } of named) {
        const state = outcome === 'kept' ? 'received' : 'refused';
        steps.push(await advance(db, id, state, { at, cmId, path, reason }));
      }
      return steps;
    });
    for (const command of moved) if (command !== undefined) commands.changed(command);
    return { items };
  };
