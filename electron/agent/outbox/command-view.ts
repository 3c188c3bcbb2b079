import type {
  FolderCount,
  MessageDetail,
  MessagePage,
  MessageQuery,
  MessageRow,
} from '#shared/outbox-view.ts';
import type { Store } from '../store/store.ts';

/** The folder `commands` of the Messages page: what the CM Server asked for and what came of it. */
export interface CommandView {
  count(): FolderCount;
  page(query: MessageQuery): MessagePage;
  detail(id: string): MessageDetail | null;
}

interface CommandRecord {
  number: number;
  id: string;
  kind: string;
  args: string;
  operator: string;
  path: string;
  bytes: number;
  created: number;
  received_at: number;
  state: string;
  started_at: number | null;
  finished_at: number | null;
  reason: string | null;
  result: string | null;
}

const sentences: Record<string, string> = {
  received: 'It waits for its turn.',
  started: 'It is being done now.',
  done: 'It is done.',
};

const rowOf = (command: CommandRecord): MessageRow => ({
  id: command.id,
  class: 'command',
  title: command.kind,
  state: command.state,
  why: command.reason ?? sentences[command.state] ?? '',
  created: command.created,
  changed: command.finished_at ?? command.started_at ?? command.received_at,
  bytes: command.bytes,
  attempts: 0,
  path: command.path,
});

const parsed = (text: string | null): unknown => (text === null ? undefined : (JSON.parse(text) as unknown));

const historyOf = (command: CommandRecord): MessageDetail['history'] => [
  { at: command.created, event: `given by ${command.operator}` },
  { at: command.received_at, event: `received (${command.path})` },
  ...(command.started_at === null ? [] : [{ at: command.started_at, event: 'started' }]),
  ...(command.finished_at === null ? [] : [{ at: command.finished_at, event: command.state }]),
];

export const createCommandView = (store: Pick<Store, 'prepare'>): CommandView => {
  const columns =
    'rowid AS number, id, kind, args, operator, path, bytes, created, received_at, state, started_at, finished_at, reason, result';
  const matches = `(?1 = '' OR instr(lower(kind || ' ' || operator || ' ' || state || ' ' || id), lower(?1)) > 0)`;
  const selectPage = store.prepare<CommandRecord>(
    `SELECT ${columns} FROM commands WHERE ${matches} AND rowid < ?2 ORDER BY rowid DESC LIMIT ?3`,
  );
  const selectTotal = store.prepare<{ total: number }>(
    `SELECT count(*) AS total FROM commands WHERE ${matches}`,
  );
  const selectOne = store.prepare<CommandRecord>(`SELECT ${columns} FROM commands WHERE id = ?`);
  const selectCount = store.prepare<{ count: number; bytes: number | null }>(
    'SELECT count(*) AS count, sum(bytes) AS bytes FROM commands',
  );

  return {
    count: () => {
      const counted = selectCount.get();
      return { folder: 'commands', count: counted?.count ?? 0, bytes: counted?.bytes ?? 0 };
    },
    page: ({ search, before, limit }) => {
      const number = before === undefined ? undefined : selectOne.get(before)?.number;
      const records = selectPage.all(search, number ?? Number.MAX_SAFE_INTEGER, limit + 1);
      return {
        rows: records.slice(0, limit).map(rowOf),
        total: selectTotal.get(search)?.total ?? 0,
        more: records.length > limit,
      };
    },
    detail: (id) => {
      const command = selectOne.get(id);
      if (command === undefined) return null;
      const body = {
        kind: command.kind,
        args: parsed(command.args),
        operator: command.operator,
        result: parsed(command.result),
      };
      return { row: rowOf(command), body: JSON.stringify(body, null, 2), history: historyOf(command) };
    },
  };
};
