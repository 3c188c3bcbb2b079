import { setImmediate } from 'node:timers/promises';
import { Kysely, sql } from 'kysely';
import type { Dialect, Transaction } from 'kysely';
import { Migrator } from 'kysely/migration';
import { migrations } from './migrations/all.ts';
import type { Schema } from './schema.ts';

/** Work inside a transaction: it awaits queries of `db` and nothing else, because everybody else waits for it. */
export type Work<T> = (db: Transaction<Schema>) => Promise<T>;

/** The server's database. */
export interface Store {
  /** For reading; sees only what is committed. */
  readonly db: Kysely<Schema>;
  /**
   * The only way to change anything. All works of one turn of the event loop share one transaction; the promise resolves
   * after its commit. A work that throws takes back its own changes and rejects alone. When the commit fails, all reject.
   */
  write<T>(work: Work<T>): Promise<T>;
  /** Finishes the writes under way, then closes. */
  close(): Promise<void>;
}

interface Job {
  work: Work<unknown>;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

const migrate = async (db: Kysely<Schema>): Promise<void> => {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const why = error instanceof Error ? error.message : 'unknown';
  throw new Error(`its tables cannot be brought to the newest form: ${why}`, { cause: error });
};

/** Runs one work behind a savepoint; gives what to tell its owner once the whole group is committed. */
const attempt = async (db: Transaction<Schema>, job: Job): Promise<() => void> => {
  await sql`savepoint work`.execute(db);
  try {
    const value = await job.work(db);
    await sql`release savepoint work`.execute(db);
    return () => {
      job.resolve(value);
    };
  } catch (error) {
    await sql`rollback to savepoint work`.execute(db);
    return () => {
      job.reject(error);
    };
  }
};

const commitGroup = async (db: Kysely<Schema>, group: Job[]): Promise<void> => {
  try {
    const settle = await db.transaction().execute(async (transaction) => {
      const outcomes: (() => void)[] = [];
      for (const job of group) outcomes.push(await attempt(transaction, job));
      return outcomes;
    });
    for (const tell of settle) tell();
  } catch (error) {
    for (const job of group) job.reject(error);
  }
};

/** Opens the store and brings its tables to the newest form. Throws when either fails. */
export const openStore = async (dialect: Dialect): Promise<Store> => {
  const db = new Kysely<Schema>({ dialect });
  await migrate(db).catch(async (error: unknown) => {
    await db.destroy();
    throw error;
  });
  let waiting: Job[] = [];
  let committing: Promise<void> | undefined;
  let closed = false;

  const commitAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      // Whatever else this turn brings may still join.
      await setImmediate();
      const group = waiting;
      waiting = [];
      await commitGroup(db, group);
    }
    committing = undefined;
  };

  return {
    db,
    write: <T>(work: Work<T>) =>
      new Promise<T>((resolve, reject) => {
        if (closed) {
          reject(new Error('the store is closed'));
          return;
        }
        waiting.push({ work, resolve: resolve as (value: unknown) => void, reject });
        committing ??= commitAll();
      }),
    async close() {
      closed = true;
      await committing;
      await db.destroy();
    },
  };
};
