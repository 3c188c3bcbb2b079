import type { Receipt } from '#shared/protocol/messages.ts';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import { checksumOf, recordColumns } from './message.ts';
import type { MessageRecord } from './message.ts';
import type { Messages } from './messages.ts';

/** A message on its way out. */
export type Parcel = MessageRecord & { body: Uint8Array };

/** What became of a try, where the receipt did not end it. */
export type Settlement =
  | { state: 'waiting'; nextTry: number | null; reason: string }
  | { state: 'sent'; nextTry: number; path: string }
  | { state: 'failed'; reason: string }
  /** Nothing came of the try, or its receipt has told already. */
  | { state: 'untried' };

/** The outbox as the dispatcher sees it. */
export interface Queue {
  /** The next messages in the order of sending, at most so many. They count as being sent until they are settled or confirmed. */
  take(limit: number): Promise<Parcel[]>;
  /** Ends a try. Without effect when a receipt has come meanwhile. */
  settle(id: string, settlement: Settlement): Promise<void>;
  /** True while a message that was taken is neither settled nor confirmed. */
  underWay(id: string): boolean;
  /** When the next message that waits for its time is due (wall clock); nothing when none does. */
  nextDue(): number | undefined;
  /** All that wait for their time may go now. */
  hurry(): Promise<void>;
}

export interface QueueOptions {
  store: Store;
  clock: Clock;
  messages: Messages;
  /** Something about some message has changed. */
  touch: () => void;
  /** The same where no commit follows that would tell it. */
  touchNow: () => void;
}

/** A next try farther ahead than any rule sets it comes from a clock that was wrong, and counts as due. */
const farthestTry = 25 * 3_600_000;

export interface QueueInside extends Queue {
  /** Ids of the messages that are being sent now. */
  readonly onTheWay: ReadonlySet<string>;
  /** Takes a signed receipt, by whatever path it came. */
  confirm(receipt: Receipt, path: string): Promise<void>;
}

export const createQueue = ({ store, clock, messages, touch, touchNow }: QueueOptions): QueueInside => {
  const onTheWay = new Set<string>();
  const due = '(next_try IS NULL OR next_try <= ?1 OR next_try > ?1 + ?2)';
  const selectWaiting = store.prepare<Parcel & { checksum: number }>(
    `SELECT ${recordColumns}, checksum, body FROM messages WHERE state = 'waiting' AND ${due} ORDER BY priority, sequence LIMIT ?3`,
  );
  // The plus keeps SQLite on the indexes of the few rows with a next try or a last moment.
  const selectSent = store.prepare<Parcel & { checksum: number }>(
    `SELECT ${recordColumns}, checksum, body FROM messages
     WHERE next_try IS NOT NULL AND ${due} AND +state = 'sent' LIMIT ?3`,
  );
  const selectDue = store.prepare<{ due: number | null }>(
    "SELECT min(next_try) AS due FROM messages WHERE next_try IS NOT NULL AND next_try > ? AND +state IN ('waiting', 'sent')",
  );
  const expire = store.prepare<{ id: string }>(
    `UPDATE messages SET state = 'expired', changed = ?1, next_try = NULL, reason = 'It could not be sent before the time it was meant for had passed.'
     WHERE not_after IS NOT NULL AND not_after < ?1 AND +state IN ('waiting', 'sent') RETURNING id`,
  );
  const selectExpired = store.prepare<{ found: number }>(
    "SELECT 1 AS found FROM messages WHERE not_after IS NOT NULL AND not_after < ? AND +state IN ('waiting', 'sent') LIMIT 1",
  );
  const setState = store.prepare(
    `UPDATE messages SET state = ?, changed = ?, attempts = attempts + 1, next_try = ?, path = ?, reason = ?
     WHERE id = ? AND state IN ('waiting', 'sent')`,
  );
  const selectReason = store.prepare<{ reason: string | null }>('SELECT reason FROM messages WHERE id = ?');
  const confirmRow = store.prepare(
    `UPDATE messages SET state = 'confirmed', changed = ?, attempts = attempts + (state = 'waiting'), next_try = NULL, path = ?, reason = NULL WHERE id = ? AND state <> 'confirmed'`,
  );
  const refuseRow = store.prepare(
    `UPDATE messages SET state = 'failed', changed = ?, next_try = NULL, path = ?, reason = ? WHERE id = ? AND state NOT IN ('confirmed', 'failed')`,
  );
  // By its place and not by its id, which may be what the disk altered.
  const failAltered = store.prepare(
    "UPDATE messages SET state = 'failed', changed = ?, next_try = NULL, reason = 'It was altered on the disk.' WHERE sequence = ?",
  );
  const clearNextTry = store.prepare(
    "UPDATE messages SET next_try = NULL WHERE next_try IS NOT NULL AND state = 'waiting'",
  );

  const whole = (row: Parcel & { checksum: number }): boolean =>
    checksumOf(row.id, row.body) === row.checksum;

  const expireNow = async (now: number): Promise<void> => {
    if (selectExpired.get(now) === undefined) return;
    await store.write(() => {
      for (const { id } of expire.all(now)) messages.addEvent(id, 'expired');
      touch();
    });
  };

  const fail = (id: string, reason: string): void => {
    if (setState.run('failed', clock.now(), null, null, reason, id).changes > 0)
      messages.addEvent(id, `failed: ${reason}`);
  };

  const write = (id: string, settlement: Exclude<Settlement, { state: 'untried' }>): void => {
    const now = clock.now();
    switch (settlement.state) {
      case 'waiting': {
        // The same failure over and over is one step of the history and a growing number of tries.
        if (selectReason.get(id)?.reason !== settlement.reason)
          messages.addEvent(id, `not sent: ${settlement.reason}`);
        setState.run('waiting', now, settlement.nextTry, null, settlement.reason, id);
        return;
      }
      case 'sent':
        setState.run('sent', now, settlement.nextTry, settlement.path, null, id);
        messages.addEvent(id, `left by ${settlement.path}`);
        return;
      case 'failed':
        fail(id, settlement.reason);
    }
  };

  return {
    onTheWay,
    take: async (limit) => {
      const now = clock.now();
      await expireNow(now);
      const bounds = [now, farthestTry, limit + onTheWay.size] as const;
      const rows = [...selectWaiting.all(...bounds), ...selectSent.all(...bounds)]
        .filter(({ id }) => !onTheWay.has(id))
        .slice(0, limit);
      const altered = rows.filter((row) => !whole(row));
      if (altered.length > 0) {
        await store.write(() => {
          for (const { sequence } of altered) failAltered.run(now, sequence);
          touch();
        });
      }
      const sound = rows.filter(whole);
      for (const { id } of sound) onTheWay.add(id);
      if (sound.length > 0) touchNow();
      return sound;
    },
    settle: async (id, settlement) => {
      try {
        if (settlement.state !== 'untried') {
          await store.write(() => {
            write(id, settlement);
            touch();
          });
        }
      } finally {
        if (onTheWay.delete(id)) touchNow();
      }
    },
    underWay: (id) => onTheWay.has(id),
    nextDue: () => selectDue.get(clock.now())?.due ?? undefined,
    hurry: async () => {
      await store.write(() => {
        clearNextTry.run();
        touch();
      });
    },
    confirm: async ({ items }, path) => {
      await store.write(() => {
        const now = clock.now();
        for (const { id, outcome, reason } of items) {
          const sentence = `The CM Server refused it: ${reason ?? 'no reason given'}`;
          const changed =
            outcome === 'kept' ? confirmRow.run(now, path, id) : refuseRow.run(now, path, sentence, id);
          if (changed.changes > 0)
            messages.addEvent(id, outcome === 'kept' ? `confirmed by the CM Server (${path})` : sentence);
        }
        touch();
      });
      for (const { id } of items) onTheWay.delete(id);
    },
  };
};
