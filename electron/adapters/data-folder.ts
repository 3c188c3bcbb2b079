import os from 'node:os';
import path from 'node:path';

/** Where the agent keeps its data unless `--data` says otherwise, by each system's own custom. */
export const defaultDataFolder = (): string => {
  const home = os.homedir();
  if (process.platform === 'win32') return path.join(process.env['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local'), 'C-Monitor');
  if (process.platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'C-Monitor');
  return path.join(process.env['XDG_DATA_HOME'] ?? path.join(home, '.local', 'share'), 'c-monitor');
};
