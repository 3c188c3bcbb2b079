import { writeFileSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { systemClock } from '../clock.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../host.ts';
import { connect, damageMark } from './connection.ts';
import { nameStoreError, StoreError } from './errors.ts';
import { createFacts } from './facts.ts';
import type { Facts } from './facts.ts';
import { salvageStore } from './salvage.ts';
import { createStatement } from './statement.ts';
import type { Statement } from './statement.ts';

/** The agent's one SQLite file. */
export interface Store {
  /** What had to be done to open the store, in a sentence for the user; nothing when all was well. */
  readonly recovered: string | undefined;
  readonly facts: Facts;
  /** What is wrong with the disk or the file now; nothing when the last write succeeded. */
  readonly trouble: StoreError | undefined;
  /**
   * The only way to change anything. All works of one turn of the event loop run in one transaction, in their order, and
   * the promise resolves when that is on disk. A work that throws rejects only itself and changes nothing. The others then run
   * a second time, so a work is synchronous and changes nothing but the store.
   * @returns what the work returned; rejects with a StoreError when the disk refuses
   */
  write<T>(work: () => T): Promise<T>;
  /** True while works run. What may only be done inside `write` checks it. */
  readonly writing: boolean;
  /** Makes a statement ready. `Row` is what its columns are: tables are STRICT and written by this program alone. */
  prepare<Row = Record<string, never>>(sql: string): Statement<Row>;
  /** Calls back after each commit, once for all works in it. Returns how to stop that. */
  onCommit(listener: () => void): () => void;
  /** Commits what waits and closes the file. Works that come later are rejected. */
  close(): Promise<void>;
}

interface Job {
  work: () => unknown;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

/** So many works at most in one transaction: a flood must not hold the event loop for long. */
const jobsPerTransaction = 1000;

const openSound = (
  file: string,
  log: Log,
  now: () => number,
): { db: DatabaseSync; recovered: string | undefined } => {
  try {
    return { db: connect(file), recovered: undefined };
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'damaged') throw error;
    const recovered = salvageStore(file, now());
    log.error(recovered);
    return { db: connect(file), recovered };
  }
};

/**
 * Opens the store, or makes it. A damaged one is set aside, and what can be read is kept.
 * @throws StoreError when the folder is not writable, the disk is full, or another agent is using it
 */
export const openStore = (file: string, log: Log, clock: Pick<Clock, 'now'> = systemClock): Store => {
  const opened = openSound(file, log, () => clock.now());
  let { db } = opened;
  const queue: Job[] = [];
  let closing = false;
  let closed = false;
  let writing = false;
  /** After an error of the disk the operating system may have dropped pages: only a new connection reads what is there. */
  let suspect = false;
  let damaged = false;
  let trouble: StoreError | undefined;
  const listeners = new Set<() => void>();

  const named = (error: unknown): unknown => {
    if (closed) return new StoreError('closed', file);
    const found = nameStoreError(error, file);
    if (found instanceof StoreError) {
      trouble = found;
      suspect ||= found.code === 'inputOutput';
      damaged ||= found.code === 'damaged';
    }
    return found;
  };

  const prepare = <Row>(sql: string): Statement<Row> => createStatement<Row>(sql, () => db, named);
  const begin = prepare('BEGIN IMMEDIATE');
  const commit = prepare('COMMIT');
  const rollBack = prepare('ROLLBACK');
  const checkpoint = prepare<{ busy: number }>('PRAGMA wal_checkpoint(TRUNCATE)');

  const closeConnection = (): void => {
    if (db.isOpen) db.close();
  };

  const reopen = (): void => {
    closeConnection();
    db = connect(file);
    suspect = false;
  };

  const undo = (): void => {
    try {
      // SQLite has rolled back by itself after some errors of the disk.
      if (db.isTransaction) rollBack.run();
    } catch {
      suspect = true;
    }
  };

  const transact = <T>(work: () => T): T => {
    if (suspect) reopen();
    begin.run();
    writing = true;
    try {
      const result = work();
      commit.run();
      if (!damaged) trouble = undefined;
      return result;
    } catch (error) {
      undo();
      throw error;
    } finally {
      writing = false;
    }
  };

  /** Puts what the log holds into the file and empties it; false when the disk has no room for that either. */
  const emptyLog = (): boolean => {
    try {
      return checkpoint.get()?.busy === 0;
    } catch {
      return false;
    }
  };

  /** A full disk may have room enough once the log is emptied. */
  const transactWithRoom = <T>(work: () => T): T => {
    try {
      return transact(work);
    } catch (error) {
      const full = error instanceof StoreError && error.code === 'diskFull';
      if (!full || !emptyLog()) throw error;
      return transact(work);
    }
  };

  const announce = (): void => {
    for (const listener of listeners) listener();
  };

  const runAlone = (job: Job): void => {
    try {
      job.resolve(transactWithRoom(job.work));
    } catch (error) {
      job.reject(error);
    }
  };

  const runTogether = (jobs: Job[]): void => {
    try {
      const results = transactWithRoom(() => jobs.map((job) => job.work()));
      for (const [index, job] of jobs.entries()) job.resolve(results[index]);
    } catch (error) {
      if (jobs.length === 1 || error instanceof StoreError) for (const job of jobs) job.reject(error);
      else for (const job of jobs) runAlone(job);
    }
    announce();
  };

  const flush = (): void => {
    const jobs = queue.splice(0, jobsPerTransaction);
    if (queue.length > 0) setImmediate(flush);
    if (jobs.length > 0) runTogether(jobs);
  };

  return {
    recovered: opened.recovered,
    facts: createFacts({ prepare, log }),
    get trouble() {
      return trouble;
    },
    get writing() {
      return writing;
    },
    write: <T>(work: () => T): Promise<T> =>
      new Promise<T>((resolve, reject) => {
        if (closing) {
          reject(new StoreError('closed', file));
          return;
        }
        queue.push({ work, resolve: resolve as (value: unknown) => void, reject });
        if (queue.length === 1) setImmediate(flush);
      }),
    prepare,
    onCommit: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    close: async () => {
      if (closing) return;
      closing = true;
      while (queue.length > 0) flush();
      closed = true;
      listeners.clear();
      closeConnection();
      // The next start checks it, however large it is, and saves what it can.
      if (damaged) writeFileSync(damageMark(file), '');
    },
  };
};
