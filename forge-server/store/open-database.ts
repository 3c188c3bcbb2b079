import { codeOf, StartError } from '../start-error.ts';
import { isDiskFull } from './disk-full.ts';
import { openSqlite } from './sqlite.ts';
import { openStore } from './store.ts';
import type { Store } from './store.ts';

const noRight = new Set(['EACCES', 'EPERM', 'EROFS']);

/** SQLite's primary result codes that a person can do something about. */
const sqliteRemedies: Record<number, string> = {
  5: 'another program is using it: close that program',
  8: 'give its owner the right to write',
  10: 'the disk reports errors: check the disk',
};

const remedyFor = (file: string, error: unknown): string => {
  if (isDiskFull(file, error)) return 'the disk is full: free some space';
  if (noRight.has(codeOf(error) ?? ''))
    return 'give its owner the right to write, or choose another folder with --data';
  const { errcode, message } = error as { errcode?: number; message?: string };
  const known = errcode === undefined ? undefined : sqliteRemedies[errcode & 0xff];
  if (known !== undefined) return known;
  if (message?.includes('is missing') === true) return 'a newer Forge wrote it: start that one';
  return 'put it back from a backup';
};

/** The sentence for a database that refuses to serve while the server starts. */
export const databaseError = (file: string, error: unknown): StartError => {
  const why = error instanceof Error ? error.message : 'unknown';
  return new StartError(`The database ${file} cannot be opened (${why}): ${remedyFor(file, error)}.`, error);
};

/** True for an error that SQLite itself gave. */
export const isFromDatabase = (error: unknown): boolean => codeOf(error) === 'ERR_SQLITE_ERROR';

/**
 * Opens the server's database file, or makes it. A damaged one is left as it is.
 * @throws StartError with what to do
 */
export const openDatabase = async (file: string): Promise<Store> => {
  try {
    return await openStore(openSqlite(file));
  } catch (error) {
    throw databaseError(file, error);
  }
};
