import { chmodSync, closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { SqliteDialect } from 'kysely';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

/** Statements that stay prepared; the program has fewer, so only a list of changing length ever makes it forget. */
const keptStatements = 500;

const asKyselyStatement = (statement: StatementSync): SqliteStatement => ({
  reader: statement.columns().length > 0,
  all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
  run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
  iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[])),
});

const asKyselyDatabase = (raw: DatabaseSync): SqliteDatabase => {
  const prepared = new Map<string, SqliteStatement>();
  return {
    prepare(sql) {
      const known = prepared.get(sql);
      if (known !== undefined) return known;
      if (prepared.size >= keptStatements) prepared.clear();
      // A transaction here is always made to write. Taking the lock at once lets a second process wait for its turn.
      const statement = asKyselyStatement(raw.prepare(sql === 'begin' ? 'begin immediate' : sql));
      prepared.set(sql, statement);
      return statement;
    },
    close() {
      prepared.clear();
      raw.close();
    },
  };
};

/**
 * Opens (or makes) a SQLite file for this user alone: write-ahead log, every commit on the disk before it returns.
 * Gives the dialect for Kysely. Throws what SQLite says when the file cannot be opened.
 */
export const openSqlite = (file: string): SqliteDialect => {
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
  const raw = new DatabaseSync(file, { timeout: 5000 });
  raw.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on');
  return new SqliteDialect({ database: asKyselyDatabase(raw) });
};
