import { existsSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { nameStoreError, StoreError } from './errors.ts';
import { migrate } from './migrations.ts';

/** Lies beside a store that was found damaged while it was in use: the next start must mend it, however large it is. */
export const damageMark = (file: string): string => `${file}-damaged`;

/** Larger stores are not checked as a whole at start: reading them would take longer than the start may. */
const checkedBytes = 32 * 1024 * 1024;

const check = (db: DatabaseSync, file: string): void => {
  const [first] = db.prepare('PRAGMA integrity_check(1)').all();
  if (first?.['integrity_check'] !== 'ok')
    throw new StoreError('damaged', file, String(first?.['integrity_check']));
};

const prepareConnection = (db: DatabaseSync, file: string, isChecked: boolean): void => {
  // Exclusive: one agent owns the folder, and the write-ahead log needs no shared memory.
  db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  // macOS acknowledges a flush before the disk has it unless this is on; elsewhere it does nothing.
  db.exec('PRAGMA fullfsync = 1; PRAGMA checkpoint_fullfsync = 1');
  if (isChecked) check(db, file);
  migrate(db, file);
};

/**
 * Opens the file for this process alone, durable at each commit, at the newest version. It is checked first, so that damage is found
 * here, where it can be mended, and not in the middle of the day.
 * @throws StoreError
 */
export const connect = (file: string): DatabaseSync => {
  const bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  const isChecked = bytes > 0 && (bytes <= checkedBytes || existsSync(damageMark(file)));
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file);
    prepareConnection(db, file, isChecked);
    rmSync(damageMark(file), { force: true });
    return db;
  } catch (error) {
    db?.close();
    throw nameStoreError(error, file);
  }
};
