import type { Kysely, Transaction } from 'kysely';
import { newSecret, secretId } from './secrets.ts';
import { day } from '../clock.ts';
import type { Schema } from '../store/schema.ts';

/** A browser that has not signed in for so long is a stranger again, in milliseconds. */
export const deviceLife = 365 * day;

/** The id of a browser's secret when the browser has signed in under this name before. */
export async function findDevice(
  db: Kysely<Schema>,
  secret: string | undefined,
  operator: string,
  now: number,
): Promise<string | undefined> {
  if (secret === undefined) return undefined;
  const row = await db
    .selectFrom('devices')
    .select('id')
    .where('id', '=', secretId(secret))
    .where('operator', '=', operator)
    .where('usedAt', '>', now - deviceLife)
    .executeTakeFirst();
  return row?.id;
}

/**
 * Remembers in a transaction that a browser has signed in: a known one for longer, another by a new secret, which is
 * given back for it to keep.
 */
export async function rememberDevice(
  db: Transaction<Schema>,
  known: string | undefined,
  operator: string,
  now: number,
): Promise<string | undefined> {
  if (known !== undefined) {
    await db.updateTable('devices').set({ usedAt: now }).where('id', '=', known).execute();
    return undefined;
  }
  const secret = newSecret();
  await db
    .insertInto('devices')
    .values({ id: secretId(secret), operator, usedAt: now })
    .execute();
  return secret;
}

/** Forgets in a transaction the browsers that have not signed in for a year. */
export async function pruneDevices(db: Transaction<Schema>, now: number): Promise<void> {
  await db
    .deleteFrom('devices')
    .where('usedAt', '<=', now - deviceLife)
    .execute();
}
