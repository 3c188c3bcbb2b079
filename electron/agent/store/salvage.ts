import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { connect } from './connection.ts';
import { tables } from './migrations.ts';

type Row = Record<string, SQLInputValue>;
type Found = { rowid: number; row: Row } | 'none' | 'unreadable';

/** So many row numbers at most are tried one by one where a table cannot be walked. */
const triedOneByOne = 200_000;
/** SQLite's page size, which the store leaves as it is. */
const pageBytes = 4096;
const suffixes = ['', '-wal', '-shm'];

const read = (statement: StatementSync, bound: number): Found => {
  try {
    const found = statement.get(bound) as Row | undefined;
    if (found === undefined) return 'none';
    const { salvage_rowid: rowid, ...row } = found;
    return { rowid: Number(rowid), row };
  } catch {
    return 'unreadable';
  }
};

/**
 * Every row that can still be read: from the beginning up to the first damage, from the end back to the last, and in between
 * number by number. A damaged table may lead in circles, so that row numbers must grow, or shrink, all the way.
 */
function* readableRows(db: DatabaseSync, table: string): Generator<Row> {
  const select = `SELECT rowid AS salvage_rowid, * FROM ${table} WHERE rowid`;
  const forward = db.prepare(`${select} > ? ORDER BY rowid LIMIT 1`);
  const backward = db.prepare(`${select} < ? ORDER BY rowid DESC LIMIT 1`);
  const exactly = db.prepare(`${select} = ?`);
  let low = 0;
  let high = Number.MAX_SAFE_INTEGER;
  let next = read(forward, low);
  for (; typeof next === 'object' && next.rowid > low; next = read(forward, low)) {
    yield next.row;
    low = next.rowid;
  }
  if (next === 'none') return;
  let last = read(backward, high);
  for (; typeof last === 'object' && last.rowid > low && last.rowid < high; last = read(backward, high)) {
    yield last.row;
    high = last.rowid;
  }
  const end = Math.min(high, low + triedOneByOne);
  for (let rowid = low + 1; rowid < end; rowid += 1) {
    const found = read(exactly, rowid);
    if (typeof found === 'object' && found.rowid === rowid) yield found.row;
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

type Kept = Record<(typeof tables)[number], number>;

const copyTables = (damagedFile: string, fresh: DatabaseSync): Kept => {
  const damaged = new DatabaseSync(damagedFile);
  try {
    fresh.exec('BEGIN IMMEDIATE');
    const kept = Object.fromEntries(tables.map((table) => [table, copyTable(damaged, fresh, table)])) as Kept;
    fresh.exec('COMMIT');
    return kept;
  } finally {
    damaged.close();
  }
};

/**
 * The first page holds the list of tables, without which nothing is found. A new store's has the same list, since its tables were
 * made by the same steps.
 */
const giveFirstPage = (from: string, to: string): void => {
  const page = readFileSync(from).subarray(0, pageBytes);
  // The number of pages stands at byte 28 of the file's header (sqlite.org/fileformat.html, section 1.3).
  page.writeUInt32BE(Math.floor(statSync(to).size / pageBytes), 28);
  const handle = openSync(to, 'r+');
  writeSync(handle, page, 0, pageBytes, 0);
  closeSync(handle);
};

const copyReadable = (damagedFile: string, file: string): Kept => {
  const fresh = connect(file);
  try {
    const kept = copyTables(damagedFile, fresh);
    if (Object.values(kept).some((count) => count > 0) || statSync(damagedFile).size < 2 * pageBytes)
      return kept;
    fresh.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    giveFirstPage(file, damagedFile);
    return copyTables(damagedFile, fresh);
  } finally {
    fresh.close();
  }
};

/**
 * Sets a damaged store aside beside itself, and puts a new one in its place with every row that could still be read. When that is
 * interrupted, it is done again at the next start.
 * @param moment goes into the new name, so that an earlier damaged store is not overwritten
 * @returns what was done, in a sentence for the user
 */
export const salvageStore = (file: string, moment: number): string => {
  const aside = `${file}.damaged-${new Date(moment).toISOString().replaceAll(/[:.]/g, '-')}`;
  const [worked, fresh] = [`${file}.salvage`, `${file}.new`];
  for (const name of [worked, fresh]) for (const suffix of suffixes) rmSync(name + suffix, { force: true });
  for (const suffix of suffixes) {
    if (!existsSync(file + suffix)) continue;
    copyFileSync(file + suffix, aside + suffix);
    copyFileSync(file + suffix, worked + suffix);
  }
  const kept = copyReadable(worked, fresh);
  // The old log must not be applied to the new file; empty, it has the next start check whichever file it finds.
  if (existsSync(`${file}-wal`)) truncateSync(`${file}-wal`);
  renameSync(fresh, file);
  for (const suffix of suffixes) rmSync(worked + suffix, { force: true });
  return `The store was damaged. It was set aside as ${aside}, and ${kept.messages} messages and ${kept.commands} commands were saved from it.`;
};
