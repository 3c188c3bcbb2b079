import type {
  Folder,
  FolderCount,
  MessageDetail,
  MessagePage,
  MessageQuery,
  MessageRow,
} from '#shared/outbox-view.ts';
import type { AgentStatus } from '#shared/status.ts';
import { folders } from '#shared/outbox-view.ts';
import type { Store } from '../store/store.ts';
import { createCommandView } from './command-view.ts';
import { priorities, recordColumns, whyDisabled } from './message.ts';
import type { MessageRecord, OutboxSettings } from './message.ts';
import type { Tallies, Tally } from './tallies.ts';

/** What the Messages page, the command line and the status show of the outbox. */
export interface OutboxView {
  folders(): FolderCount[];
  messages(query: MessageQuery): MessagePage;
  message(id: string): MessageDetail | null;
  counts(): AgentStatus['outbox'];
}

export interface OutboxViewOptions {
  store: Store;
  settings: () => OutboxSettings;
  onTheWay: ReadonlySet<string>;
  tallies: Pick<Tallies, 'read'>;
  /** Why nothing leaves at the moment, in a sentence; nothing when messages may leave. */
  whyWaiting: () => string | undefined;
}

const priorityValues = Object.values(priorities)
  .map((priority) => `(${priority})`)
  .join(', ');

type MessageFolder = Exclude<Folder, 'commands'>;
/** Which rows each folder holds, for SQL and for counting. The folder `all` is, as its title says, without what waits. */
const contents: Record<MessageFolder, { sql: string; holds: (tally: Tally) => boolean }> = {
  waiting: {
    sql: "+state IN ('waiting', 'sent')",
    holds: ({ state }) => state === 'waiting' || state === 'sent',
  },
  all: {
    sql: "+state NOT IN ('waiting', 'sent')",
    holds: ({ state }) => state !== 'waiting' && state !== 'sent',
  },
  sentSystem: {
    sql: `state = 'confirmed' AND priority = ${priorities.system}`,
    holds: ({ state, priority }) => state === 'confirmed' && priority === priorities.system,
  },
  sentResults: {
    sql: `state = 'confirmed' AND priority = ${priorities.taskResult}`,
    holds: ({ state, priority }) => state === 'confirmed' && priority === priorities.taskResult,
  },
  responses: {
    sql: `state = 'confirmed' AND priority = ${priorities.confirmation}`,
    holds: ({ state, priority }) => state === 'confirmed' && priority === priorities.confirmation,
  },
  disabled: { sql: "state = 'disabled'", holds: ({ state }) => state === 'disabled' },
  failed: {
    sql: "state IN ('failed', 'expired')",
    holds: ({ state }) => state === 'failed' || state === 'expired',
  },
};

/** Text to look for, made safe for LIKE with `\` as its escape. */
const like = (search: string): string => `%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;

const indented = (body: Uint8Array): string => {
  const text = Buffer.from(body).toString();
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
};

export const createOutboxView = (options: OutboxViewOptions): OutboxView => {
  const { store, settings, onTheWay, tallies, whyWaiting } = options;
  const commands = createCommandView(store);
  // The smallest number of each state and importance stands first in the index; looking for it over all would read them all.
  const selectOldest = store.prepare<{ created: number }>(
    `WITH states (state) AS (VALUES ('waiting'), ('sent')), priorities (priority) AS (VALUES ${priorityValues})
     SELECT created FROM messages WHERE sequence = (
       SELECT min(first) FROM (
         SELECT (SELECT min(sequence) FROM messages AS m WHERE m.state = states.state AND m.priority = priorities.priority) AS first
         FROM states, priorities))`,
  );
  const matches = `(?1 = '%%' OR title LIKE ?1 ESCAPE '\\' OR id LIKE ?1 ESCAPE '\\' OR class LIKE ?1 ESCAPE '\\' OR reason LIKE ?1 ESCAPE '\\')`;
  const pages = Object.fromEntries(
    Object.entries(contents).map(([folder, { sql }]) => [
      folder,
      {
        rows: store.prepare<MessageRecord>(
          `SELECT ${recordColumns} FROM messages WHERE ${sql} AND ${matches} AND sequence < ?2 ORDER BY sequence DESC LIMIT ?3`,
        ),
        total: store.prepare<{ total: number }>(
          `SELECT count(*) AS total FROM messages WHERE ${sql} AND ${matches}`,
        ),
      },
    ]),
  );
  const selectSequence = store.prepare<{ sequence: number }>('SELECT sequence FROM messages WHERE id = ?');
  const selectOne = store.prepare<MessageRecord & { body: Uint8Array }>(
    `SELECT ${recordColumns}, body FROM messages WHERE id = ?`,
  );
  const selectEvents = store.prepare<{ at: number; event: string }>(
    'SELECT at, event FROM message_events WHERE message_id = ? ORDER BY rowid LIMIT 1000',
  );

  const why = (record: MessageRecord): string => {
    if (onTheWay.has(record.id)) return 'It is being sent now.';
    switch (record.state) {
      case 'waiting':
        return record.reason ?? whyWaiting() ?? 'It waits for its turn.';
      case 'sent':
        return `It left by ${record.path ?? 'a carrier'}; the receipt has not come yet.`;
      case 'confirmed':
        return `The CM Server has it${record.path === null ? '' : ` (${record.path})`}.`;
      case 'disabled':
        return whyDisabled(record.class, settings()) ?? 'Its class was switched off when it was made.';
      case 'sending':
      case 'failed':
      case 'expired':
        return record.reason ?? '';
    }
  };

  const rowOf = (record: MessageRecord): MessageRow => ({
    id: record.id,
    class: record.class,
    title: record.title,
    state: onTheWay.has(record.id) ? 'sending' : record.state,
    why: why(record),
    created: record.created,
    changed: record.changed,
    bytes: record.bytes,
    attempts: record.attempts,
    ...(record.path === null ? {} : { path: record.path }),
    ...(record.next_try === null ? {} : { nextTry: record.next_try }),
  });

  const countOf = (folder: MessageFolder, all: readonly Tally[]): FolderCount => {
    const held = all.filter(contents[folder].holds);
    const sum = (pick: (tally: Tally) => number): number =>
      held.reduce((total, tally) => total + pick(tally), 0);
    return { folder, count: sum(({ count }) => count), bytes: sum(({ bytes }) => bytes) };
  };

  return {
    folders: () => {
      const read = tallies.read();
      return folders.map((folder) => (folder === 'commands' ? commands.count() : countOf(folder, read)));
    },
    messages: (query) => {
      if (query.folder === 'commands') return commands.page(query);
      const page = pages[query.folder];
      if (page === undefined) return { rows: [], total: 0, more: false };
      const search = like(query.search);
      const before = query.before === undefined ? undefined : selectSequence.get(query.before)?.sequence;
      const records = page.rows.all(search, before ?? Number.MAX_SAFE_INTEGER, query.limit + 1);
      const total =
        query.search === ''
          ? countOf(query.folder, tallies.read()).count
          : (page.total.get(search)?.total ?? 0);
      return { rows: records.slice(0, query.limit).map(rowOf), total, more: records.length > query.limit };
    },
    message: (id) => {
      const record = selectOne.get(id);
      if (record === undefined) return commands.detail(id);
      const history = [{ at: record.created, event: 'made' }, ...selectEvents.all(id)];
      return { row: rowOf(record), body: indented(record.body), history };
    },
    counts: () => {
      const read = tallies.read();
      const counts: AgentStatus['outbox']['counts'] = {
        waiting: 0,
        sending: onTheWay.size,
        sent: 0,
        confirmed: 0,
        disabled: 0,
        failed: 0,
        expired: 0,
      };
      for (const { state, count } of read) counts[state] += count;
      counts.waiting = Math.max(0, counts.waiting - onTheWay.size);
      const oldest = selectOldest.get()?.created;
      const waitingBytes = countOf('waiting', read).bytes;
      return { counts, waitingBytes, ...(oldest === undefined ? {} : { oldestWaiting: oldest }) };
    },
  };
};
