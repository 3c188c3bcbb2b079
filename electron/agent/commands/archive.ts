import { z } from 'zod';
import type { CommandState } from '#shared/protocol/commands.ts';
import type { Store } from '../store/store.ts';

/** A command as it came in. Moments are wall clock, milliseconds. */
export interface ReceivedCommand {
  id: string;
  /** The server's count of commands begins anew with each epoch of its store. */
  epoch: number;
  sequence: number;
  kind: string;
  /** JSON. */
  args: string;
  operator: string;
  /** The path it came by. */
  path: string;
  bytes: number;
  created: number;
  notAfter: number;
  receivedAt: number;
}

/** A command as it stands in the archive. */
export interface ArchivedCommand extends ReceivedCommand {
  state: CommandState;
  startedAt: number | undefined;
}

/** Final states a command can come to here. */
export type FinalState = 'done' | 'failed' | 'refused' | 'expired';

/** The rows of table `commands`, kept long enough to know a command that comes again. What changes them runs only inside `store.write`. */
export interface Archive {
  knows(id: string): boolean;
  /** True for a sequence number so old that its command's row may be gone: it was dealt with. */
  isForgotten(epoch: number, sequence: number): boolean;
  /** Puts a new command in, as `received`. */
  add(command: ReceivedCommand): void;
  /** Notes the start; false when the command does not wait any more. */
  start(id: string, at: number): boolean;
  /** Lets a started command wait again. */
  requeue(id: string): void;
  /** Notes the end; false when it has ended before. */
  end(
    id: string,
    state: FinalState,
    at: number,
    reason: string | undefined,
    result: string | undefined,
  ): boolean;
  /** The next command that waits, in the server's order, of those kinds or of all others. */
  next(kinds: readonly string[], which: 'of' | 'notOf'): ArchivedCommand | undefined;
  /** Commands that were started and have not ended. */
  started(): ArchivedCommand[];
  /** Forgets commands that ended before that moment and are no longer valid. */
  forget(before: number, now: number): void;
}

interface Row {
  id: string;
  epoch: number;
  sequence: number;
  kind: string;
  args: string;
  operator: string;
  path: string;
  bytes: number;
  created: number;
  not_after: number;
  received_at: number;
  state: CommandState;
  started_at: number | null;
}

/** The highest forgotten sequence number of each epoch. */
const floorsFact = 'commandFloors';
const floorsSchema = z.record(z.string(), z.int());

const commandOf = (row: Row): ArchivedCommand => ({
  id: row.id,
  epoch: row.epoch,
  sequence: row.sequence,
  kind: row.kind,
  args: row.args,
  operator: row.operator,
  path: row.path,
  bytes: row.bytes,
  created: row.created,
  notAfter: row.not_after,
  receivedAt: row.received_at,
  state: row.state,
  startedAt: row.started_at ?? undefined,
});

export const createArchive = (store: Pick<Store, 'prepare' | 'facts'>): Archive => {
  const selectId = store.prepare('SELECT id FROM commands WHERE id = ?');
  const insert = store.prepare(
    `INSERT INTO commands (id, epoch, sequence, kind, args, operator, path, bytes, created, not_after, received_at, state)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'received')`,
  );
  const setStarted = store.prepare(
    "UPDATE commands SET state = 'started', started_at = ? WHERE id = ? AND state = 'received'",
  );
  const setReceived = store.prepare(
    "UPDATE commands SET state = 'received', started_at = NULL WHERE id = ? AND state = 'started'",
  );
  const setEnd = store.prepare(
    `UPDATE commands SET state = ?, finished_at = ?, reason = ?, result = ?
     WHERE id = ? AND state IN ('received', 'started')`,
  );
  const nextWhere = (condition: string): ReturnType<typeof store.prepare<Row>> =>
    store.prepare<Row>(
      `SELECT * FROM commands WHERE state = 'received' AND kind ${condition} (SELECT value FROM json_each(?))
       ORDER BY epoch, sequence LIMIT 1`,
    );
  const nextOf = nextWhere('IN');
  const nextNotOf = nextWhere('NOT IN');
  const selectStarted = store.prepare<Row>(
    "SELECT * FROM commands WHERE state = 'started' ORDER BY epoch, sequence",
  );
  const remove = store.prepare<{ epoch: number; sequence: number }>(
    `DELETE FROM commands WHERE state NOT IN ('received', 'started') AND finished_at < ? AND not_after < ?
     RETURNING epoch, sequence`,
  );

  const floors = (): Record<string, number> => store.facts.get(floorsFact, floorsSchema) ?? {};

  return {
    knows: (id) => selectId.get(id) !== undefined,
    isForgotten: (epoch, sequence) => sequence <= (floors()[epoch] ?? -1),
    add: ({ id, epoch, sequence, kind, args, operator, path, bytes, created, notAfter, receivedAt }) => {
      insert.run(id, epoch, sequence, kind, args, operator, path, bytes, created, notAfter, receivedAt);
    },
    start: (id, at) => setStarted.run(at, id).changes > 0,
    requeue: (id) => {
      setReceived.run(id);
    },
    end: (id, state, at, reason, result) =>
      setEnd.run(state, at, reason ?? null, result ?? null, id).changes > 0,
    next: (kinds, which) => {
      const row = (which === 'of' ? nextOf : nextNotOf).get(JSON.stringify(kinds));
      return row === undefined ? undefined : commandOf(row);
    },
    started: () => selectStarted.all().map(commandOf),
    forget: (before, now) => {
      const raised = floors();
      const removed = remove.all(before, now);
      for (const { epoch, sequence } of removed) raised[epoch] = Math.max(raised[epoch] ?? -1, sequence);
      if (removed.length > 0) store.facts.set(floorsFact, raised);
    },
  };
};
