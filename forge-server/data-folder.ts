import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { codeOf, StartError } from './start-error.ts';

/** Makes the data folder for this user alone, if there is none. Throws StartError when it cannot be written to. */
export const prepareDataFolder = (folder: string): void => {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    if (codeOf(error) === 'ENOSPC')
      throw new StartError(
        `The data folder ${folder} cannot be made: the disk is full: free some space.`,
        error,
      );
    throw new StartError(
      `The data folder ${folder} cannot be written to (${codeOf(error)}): give its owner the right to write, or choose another with --data.`,
      error,
    );
  }
};

/** Size of a file, 0 when there is none. */
const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/**
 * Makes sure that the database is there when the keys are: they are made after it, so that keys alone mean that it was lost.
 * @throws StartError with what to do
 */
export const refuseLostDatabase = (database: string, keys: string): void => {
  if (sizeOf(keys) === 0 || sizeOf(database) > 0) return;
  throw new StartError(
    `The database ${database} is missing, but the server's keys are there: put it back from a backup; or remove ${keys} to begin anew, and register every computer again.`,
  );
};

/**
 * Takes a data folder for this process alone; the operating system gives it back even after a crash.
 * @returns gives it back
 * @throws StartError when another server has it
 */
export const lockDataFolder = (folder: string): (() => void) => {
  const lock = new DatabaseSync(join(folder, 'forge.lock'), { timeout: 0 });
  try {
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    throw new StartError(
      `Another Forge is running on the data folder ${folder}: stop it, or choose another folder with --data.`,
      error,
    );
  }
  return () => {
    lock.close();
  };
};
