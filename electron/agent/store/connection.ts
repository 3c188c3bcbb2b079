import { existsSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { nameStoreError, StoreError } from './errors.ts';
import { migrate } from './migrations.ts';

/** Larger stores are not checked as a whole at start: reading them would take longer than the start may. */
const checkedBytes = 32 * 1024 * 1024;

const check = (db: DatabaseSync, file: string): void => {
  const [first] = db.prepare('PRAGMA integrity_check(1)').all();
  if (first?.['integrity_check'] !== 'ok')
    throw new StoreError('damaged', file, String(first?.['integrity_check']));
};

const prepareConnection = (db: DatabaseSync, file: string, unclean: boolean): void => {
  // Exclusive: one agent owns the folder, and the write-ahead log needs no shared memory.
  db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  // macOS acknowledges a flush before the disk has it unless this is on; elsewhere it does nothing.
  db.exec('PRAGMA fullfsync = 1; PRAGMA checkpoint_fullfsync = 1');
  if (unclean) check(db, file);
  migrate(db, file);
};

/**
 * Opens the file for this process alone, durable at each commit, at the newest version. A store that was not closed
 * the last time is checked first.
 * @throws StoreError
 */
export const connect = (file: string): DatabaseSync => {
  // SQLite takes the log away at a clean close.
  const unclean = existsSync(`${file}-wal`) && statSync(file, { throwIfNoEntry: false }) !== undefined;
  const small = unclean && statSync(file).size <= checkedBytes;
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file);
    prepareConnection(db, file, small);
    return db;
  } catch (error) {
    db?.close();
    throw nameStoreError(error, file);
  }
};
