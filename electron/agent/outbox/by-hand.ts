import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import { recordColumns, whyDisabled } from './message.ts';
import type { MessageRecord, OutboxSettings } from './message.ts';
import type { Messages } from './messages.ts';

/** What a person does on the Messages page. All resolve with how many messages it was done to. */
export interface ByHand {
  /** Sends again what failed, expired, was switched off or waits for its next try. */
  retry(ids: readonly string[]): Promise<number>;
  /** Takes messages away; `restore` brings them back until the agent is restarted. */
  remove(ids: readonly string[]): Promise<number>;
  restore(ids: readonly string[]): Promise<number>;
}

export interface ByHandOptions {
  store: Store;
  clock: Clock;
  messages: Messages;
  settings: () => OutboxSettings;
  onTheWay: ReadonlySet<string>;
  runningTime: { now(): number };
  touch: () => void;
}

export const createByHand = (options: ByHandOptions): ByHand => {
  const { store, clock, messages, settings, onTheWay, runningTime, touch } = options;
  const select = store.prepare<MessageRecord>(`SELECT ${recordColumns} FROM messages WHERE id = ?`);
  const sendAgain = store.prepare(
    `UPDATE messages SET state = 'waiting', changed = ?, age = ?, not_after = NULL, next_try = NULL, reason = NULL
     WHERE id = ? AND state IN ('failed', 'disabled', 'expired', 'waiting')`,
  );
  // Temporary tables end with the connection, which is what "until the agent is restarted" means.
  const makeRemoved = store.prepare(
    'CREATE TEMP TABLE IF NOT EXISTS removed AS SELECT * FROM messages WHERE false',
  );
  const makeRemovedEvents = store.prepare(
    'CREATE TEMP TABLE IF NOT EXISTS removed_events AS SELECT * FROM message_events WHERE false',
  );
  const keepRow = store.prepare('INSERT INTO removed SELECT * FROM messages WHERE id = ?');
  const keepEvents = store.prepare(
    'INSERT INTO removed_events SELECT * FROM message_events WHERE message_id = ?',
  );
  const bringRow = store.prepare('INSERT OR IGNORE INTO messages SELECT * FROM removed WHERE id = ?');
  const bringEvents = store.prepare(
    'INSERT INTO message_events SELECT * FROM removed_events WHERE message_id = ?',
  );
  const dropRow = store.prepare('DELETE FROM removed WHERE id = ?');
  const dropEvents = store.prepare('DELETE FROM removed_events WHERE message_id = ?');

  const retryOne = (id: string): boolean => {
    const row = select.get(id);
    // Nothing can leave while sending as a whole is off; a class that is off can be sent by hand.
    if (row === undefined || onTheWay.has(id) || settings().sending === 'disabled') return false;
    if (sendAgain.run(clock.now(), runningTime.now(), id).changes === 0) return false;
    messages.addEvent(
      id,
      whyDisabled(row.class, settings()) === undefined
        ? 'sent again by hand'
        : 'sent by hand although its class is off',
    );
    return true;
  };

  const removeOne = (id: string): boolean => {
    const row = select.get(id);
    if (row === undefined || onTheWay.has(id)) return false;
    keepRow.run(id);
    keepEvents.run(id);
    messages.forget([row.sequence]);
    return true;
  };

  const restoreOne = (id: string): boolean => {
    const restored = bringRow.run(id).changes > 0;
    if (restored) bringEvents.run(id);
    dropRow.run(id);
    dropEvents.run(id);
    return restored;
  };

  const each = (ids: readonly string[], one: (id: string) => boolean): Promise<number> =>
    store.write(() => {
      makeRemoved.run();
      makeRemovedEvents.run();
      const count = ids.filter((id) => one(id)).length;
      messages.recount();
      touch();
      return count;
    });

  return {
    retry: (ids) => each(ids, retryOne),
    remove: (ids) => each(ids, removeOne),
    restore: (ids) => each(ids, restoreOne),
  };
};
