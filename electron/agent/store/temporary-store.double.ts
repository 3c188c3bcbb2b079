import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Log } from '../host.ts';
import { openStore } from './store.ts';
import type { Store } from './store.ts';

/** A log that keeps its lines, for tests. */
export const createKeptLog = (): Log & { lines: string[] } => {
  const lines: string[] = [];
  const keep =
    (level: string) =>
    (message: string): void => {
      lines.push(`${level} ${message}`);
    };
  return { lines, debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error') };
};

/** A store in a folder of its own, for tests. */
export interface TemporaryStore {
  folder: string;
  file: string;
  store: Store;
  /** Closes the store and opens it again. */
  reopen(): Promise<Store>;
  /** Closes the store and takes the folder away. */
  remove(): Promise<void>;
}

export const openTemporaryStore = (): TemporaryStore => {
  const folder = mkdtempSync(path.join(tmpdir(), 'c-monitor-store-'));
  const file = path.join(folder, 'agent.db');
  const log = createKeptLog();
  const temporary: TemporaryStore = {
    folder,
    file,
    store: openStore(file, log),
    reopen: async () => {
      await temporary.store.close();
      temporary.store = openStore(file, log);
      return temporary.store;
    },
    remove: async () => {
      await temporary.store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return temporary;
};
