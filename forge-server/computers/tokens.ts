import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Token } from '#shared/portal-data.ts';
import { printToken } from '#shared/wire/token.ts';
import { hour } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { denied, done } from '../outcome.ts';
import type { Outcome } from '../outcome.ts';
import type { Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';

/** What somebody wants a token for. `validHours` is how long it may be used. */
export interface NewToken {
  customer: string;
  note: string;
  validHours: number;
}

/** Single-use registration tokens, each for one computer of one customer. */
export interface Tokens {
  list(): Promise<Token[]>;
  /** Makes a token. Its text is known only now: the server keeps a hash. `notFound` when there is no such customer. */
  create(wanted: NewToken): Promise<Outcome<{ token: Token; text: string }>>;
  /** Withdraws an unused token; `conflict` when it has been used, because it is part of the history then. */
  remove(id: string): Promise<Outcome<null>>;
}

interface Options {
  store: Store;
  clock: Clock;
  /** Where agents find this server, as it goes into the token; nothing while that is not known. */
  address: () => string | undefined;
  rootKeyHash: string;
}

const secretBytes = 24;

/** What is kept of a token's secret. */
export const secretHash = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

const asToken = (row: Selectable<Schema['tokens']>): Token => ({
  id: row.id,
  customer: row.customer,
  note: row.note,
  createdAt: row.createdAt,
  notAfter: row.notAfter,
  ...(row.usedAt !== null && { usedAt: row.usedAt }),
  ...(row.usedBy !== null && { usedBy: row.usedBy }),
});

export const createTokens = ({ store, clock, address, rootKeyHash }: Options): Tokens => ({
  async list() {
    const rows = await store.db.selectFrom('tokens').selectAll().orderBy('createdAt', 'desc').execute();
    return rows.map(asToken);
  },

  create: ({ customer, note, validHours }) =>
    store.write(async (db) => {
      const known = await db
        .selectFrom('customers')
        .select('code')
        .where('code', '=', customer)
        .executeTakeFirst();
      if (known === undefined) return denied('notFound', `There is no customer ${customer}: add it first.`);
      const server = address();
      if (server === undefined)
        return denied(
          'conflict',
          'The server has no fixed port: set publicAddress, or start the server first.',
        );
      const secret = randomBytes(secretBytes).toString('base64url');
      const now = clock.now();
      const row = await db
        .insertInto('tokens')
        .values({
          id: randomUUID(),
          secretHash: secretHash(secret),
          customer,
          note,
          createdAt: now,
          notAfter: now + validHours * hour,
          usedAt: null,
          usedBy: null,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      return done({ token: asToken(row), text: printToken({ server, rootKeyHash, secret }) });
    }),

  remove: (id) =>
    store.write(async (db) => {
      const removed = await db
        .deleteFrom('tokens')
        .where('id', '=', id)
        .where('usedAt', 'is', null)
        .returning('id')
        .executeTakeFirst();
      if (removed !== undefined) return done(null);
      const used = await db.selectFrom('tokens').select('usedBy').where('id', '=', id).executeTakeFirst();
      return used === undefined
        ? denied('notFound', 'There is no such token: it may have been withdrawn already.')
        : denied('conflict', `The token was used by ${used.usedBy}: it cannot be withdrawn any more.`);
    }),
});
