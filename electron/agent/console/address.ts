import { createHash } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';

/** Unix sockets' names have at most 107 bytes (unix(7)). */
const longestName = 107;

/** Where the agent of this data folder listens for its own command line: a socket in the folder, or a named pipe on Windows. */
export const consoleAddress = (dataFolder: string): string => {
  const short = createHash('sha256').update(path.resolve(dataFolder)).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `\\\\.\\pipe\\c-monitor-${short}`;
  const inside = path.join(path.resolve(dataFolder), 'agent.sock');
  if (Buffer.byteLength(inside) <= longestName) return inside;
  return path.join(process.env['XDG_RUNTIME_DIR'] ?? os.tmpdir(), `c-monitor-${short}.sock`);
};
