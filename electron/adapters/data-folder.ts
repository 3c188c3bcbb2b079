import { accessSync, chmodSync, constants, mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Where the agent keeps its data unless `--data` says otherwise, by each system's own custom. */
export const defaultDataFolder = (): string => {
  const home = os.homedir();
  if (process.platform === 'win32')
    return path.join(process.env['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local'), 'C-Monitor');
  if (process.platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'C-Monitor');
  return path.join(process.env['XDG_DATA_HOME'] ?? path.join(home, '.local', 'share'), 'c-monitor');
};

/**
 * Makes the data folder where it does not exist yet, for this user alone, and sees that it can be written to.
 * Gives its absolute path.
 * @throws a sentence for the user that says what to do
 */
export const prepareDataFolder = (folder: string): string => {
  const absolute = path.resolve(folder);
  try {
    mkdirSync(absolute, { recursive: true, mode: 0o700 });
    accessSync(absolute, constants.R_OK | constants.W_OK | constants.X_OK);
    chmodSync(absolute, 0o700);
  } catch (error) {
    throw new Error(
      `C-Monitor cannot write to its data folder ${absolute}. Make it writable for ${os.userInfo().username}, or start with another folder (--data).`,
      { cause: error },
    );
  }
  return absolute;
};
