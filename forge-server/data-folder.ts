import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { codeOf, StartError } from './start-error.ts';

/** Makes the data folder for this user alone, if there is none. Throws StartError when it cannot be written to. */
export const prepareDataFolder = (folder: string): void => {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new StartError(
      `The data folder ${folder} cannot be written to (${codeOf(error)}): give its owner the right to write, or choose another with --data.`,
      error,
    );
  }
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
