import type { Transaction } from 'kysely';
import type { Operator } from '#shared/portal-data.ts';
import { day, hour, minute } from '../clock.ts';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import { newSecret, secretId } from './secrets.ts';
import type { Schema } from '../store/schema.ts';

/** How long a session lives, in milliseconds: since it was last used, and since the sign-in. */
export const sessionLife = { idle: 12 * hour, absolute: 7 * day } as const;

/** A use is written down when the last one that was is older than this; not every request needs a write. */
const useNotedEvery = minute;

/** A session that lives; `id` names it inside the server and is no secret. */
export interface Session {
  id: string;
  operator: Operator;
}

export interface Sessions {
  /** The session of a browser's secret, which counts as a use of it. Nothing when there is none or it is over. */
  find(secret: string): Promise<Session | undefined>;
  /** True while a session lives; does not count as a use. */
  isAlive(id: string): Promise<boolean>;
  end(id: string): Promise<void>;
  /** Tells the listener of sessions that were ended from now on. */
  onEnded(listener: (id: string) => void): () => void;
  /** For those who ended sessions in a transaction of their own, after its commit. */
  tellEnded(ids: string[]): void;
  /** Removes the sessions that are over. */
  prune(): Promise<void>;
}

export interface SessionsOptions {
  store: Store;
  clock: Clock;
}

/** The sessions in the store. */
export function createSessions({ store, clock }: SessionsOptions): Sessions {
  const listeners = new Set<(id: string) => void>();

  const living = () =>
    store.db
      .selectFrom('sessions')
      .where('sessions.usedAt', '>', clock.now() - sessionLife.idle)
      .where('sessions.createdAt', '>', clock.now() - sessionLife.absolute);

  const tellEnded = (ids: string[]): void => {
    for (const id of ids) for (const listener of listeners) listener(id);
  };

  return {
    async find(secret) {
      const row = await living()
        .where('sessions.id', '=', secretId(secret))
        .innerJoin('operators', 'operators.name', 'sessions.operator')
        .select(['sessions.id', 'sessions.usedAt', 'operators.name', 'operators.role'])
        .executeTakeFirst();
      if (!row) return undefined;
      if (clock.now() - row.usedAt >= useNotedEvery) {
        await store.write((transaction) =>
          transaction.updateTable('sessions').set({ usedAt: clock.now() }).where('id', '=', row.id).execute(),
        );
      }
      return { id: row.id, operator: { name: row.name, role: row.role } };
    },
    async isAlive(id) {
      const row = await living().where('sessions.id', '=', id).select('sessions.id').executeTakeFirst();
      return row !== undefined;
    },
    async end(id) {
      await store.write((transaction) => transaction.deleteFrom('sessions').where('id', '=', id).execute());
      tellEnded([id]);
    },
    onEnded(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tellEnded,
    async prune() {
      const over = await store.write((transaction) =>
        transaction
          .deleteFrom('sessions')
          .where((is) =>
            is.or([
              is('usedAt', '<=', clock.now() - sessionLife.idle),
              is('createdAt', '<=', clock.now() - sessionLife.absolute),
            ]),
          )
          .returning('id')
          .execute(),
      );
      tellEnded(over.map((row) => row.id));
    },
  };
}

/** Starts a session in a transaction; gives the secret for the browser, which is kept nowhere else. */
export async function startSession(db: Transaction<Schema>, operator: string, now: number): Promise<string> {
  const secret = newSecret();
  await db
    .insertInto('sessions')
    .values({ id: secretId(secret), operator, createdAt: now, usedAt: now })
    .execute();
  return secret;
}

/** Ends all sessions of an operator in a transaction; gives their ids for `tellEnded`. */
export async function endSessionsOf(db: Transaction<Schema>, operator: string): Promise<string[]> {
  const rows = await db.deleteFrom('sessions').where('operator', '=', operator).returning('id').execute();
  return rows.map((row) => row.id);
}
