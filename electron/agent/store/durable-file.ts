import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';

/** Makes a rename durable. Windows has no folder handles to flush; there the file system does it. */
const flushFolder = (folder: string): void => {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
};

/**
 * Replaces a small file so that after a crash it is either wholly old or wholly new; readable by its owner alone.
 * @throws the file system's error when the disk refuses
 */
export const writeFileDurably = (file: string, text: string): void => {
  const part = `${file}.part`;
  const handle = openSync(part, 'w', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(part, file);
  flushFolder(path.dirname(file));
};
