import { existsSync, renameSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { connect } from './connection.ts';
import { tables } from './migrations.ts';

type Row = Record<string, SQLInputValue>;
type Found = { state: 'row'; rowid: number; row: Row } | { state: 'end' } | { state: 'unreadable' };

/** Farther than any row number that a store can reach. */
const farthest = 2 ** 52;

const read = (statement: StatementSync, ...bounds: number[]): Found => {
  try {
    const found = statement.get(...bounds) as Row | undefined;
    if (found === undefined) return { state: 'end' };
    const { salvage_rowid: rowid, ...row } = found;
    return { state: 'row', rowid: Number(rowid), row };
  } catch {
    return { state: 'unreadable' };
  }
};

/**
 * Every row that can still be read, whatever page between them cannot. Where reading fails, ever larger leaps find the next
 * readable row, and from there the rows behind it are read backwards up to the damage.
 */
function* readableRows(db: DatabaseSync, table: string): Generator<Row> {
  const select = `SELECT rowid AS salvage_rowid, * FROM ${table} WHERE rowid > ?`;
  const forward = db.prepare(`${select} ORDER BY rowid LIMIT 1`);
  const backward = db.prepare(`${select} AND rowid < ? ORDER BY rowid DESC LIMIT 1`);
  let position = -1;
  let leap = 0;
  while (position + leap < farthest) {
    const found = read(forward, position + leap);
    if (found.state === 'end' && leap === 0) return;
    if (found.state === 'row') {
      yield found.row;
      let behind = leap === 0 ? undefined : read(backward, position, found.rowid);
      while (behind?.state === 'row') {
        yield behind.row;
        behind = read(backward, position, behind.rowid);
      }
      position = found.rowid;
      leap = 0;
    } else leap = leap === 0 ? 1 : leap * 2;
  }
  // Past the last damage there was nothing: the last rows, if any, are reached from the end.
  let last = read(backward, position, farthest);
  while (last.state === 'row') {
    yield last.row;
    last = read(backward, position, last.rowid);
  }
}

const insertInto = (fresh: DatabaseSync, table: string): ((row: Row) => boolean) => {
  const columns = fresh
    .prepare(`SELECT name FROM pragma_table_info('${table}')`)
    .all()
    .map(({ name }) => String(name));
  const insert = fresh.prepare(
    `INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  return (row) => {
    try {
      return insert.run(...columns.map((column) => row[column] ?? null)).changes === 1;
    } catch {
      // A value of the wrong type: the row itself is damaged.
      return false;
    }
  };
};

const copyTable = (damaged: DatabaseSync, fresh: DatabaseSync, table: string): number => {
  let kept = 0;
  try {
    const insert = insertInto(fresh, table);
    for (const row of readableRows(damaged, table)) if (insert(row)) kept += 1;
  } catch {
    // The table itself cannot be found any more.
  }
  return kept;
};

const copyReadable = (damagedFile: string, file: string): Record<string, number> => {
  const kept: Record<string, number> = {};
  const fresh = connect(file);
  const damaged = new DatabaseSync(damagedFile);
  try {
    fresh.exec('BEGIN IMMEDIATE');
    for (const table of tables) kept[table] = copyTable(damaged, fresh, table);
    fresh.exec('COMMIT');
  } finally {
    damaged.close();
    fresh.close();
  }
  return kept;
};

/**
 * Sets a damaged store aside beside itself, and puts a new one in its place with every row that could still be read.
 * @param moment goes into the new name, so that an earlier damaged store is not overwritten
 * @returns what was done, in a sentence for the user
 */
export const salvageStore = (file: string, moment: number): string => {
  const aside = `${file}.damaged-${new Date(moment).toISOString().replaceAll(/[:.]/g, '-')}`;
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  }
  const kept = copyReadable(aside, file);
  return `The store was damaged. It was set aside as ${aside}, and ${kept['messages'] ?? 0} messages and ${kept['commands'] ?? 0} commands were saved from it.`;
};
