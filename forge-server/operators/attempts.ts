import type { Transaction } from 'kysely';
import { afterFailure, limitRules, waitOf } from './sign-in-limit.ts';
import type { LimitKind } from './sign-in-limit.ts';
import type { Schema } from '../store/schema.ts';

/** One bucket that an attempt counts in, such as the name or the address that it came with. */
export interface Bucket {
  kind: LimitKind;
  value: string;
}

const keyOf = ({ kind, value }: Bucket): string => `${kind}:${value}`;

/**
 * Counts an attempt as failed before the password is looked at, so that many at once gain nothing.
 * Gives the milliseconds to wait when one of the buckets does not allow it; then nothing was counted.
 */
export async function beginAttempt(db: Transaction<Schema>, buckets: Bucket[], now: number): Promise<number> {
  const rows = await db
    .selectFrom('signInFailures')
    .selectAll()
    .where('bucket', 'in', buckets.map(keyOf))
    .execute();
  const known = new Map(rows.map((row) => [row.bucket, row]));
  const wait = Math.max(
    ...buckets.map((bucket) => waitOf(limitRules[bucket.kind], known.get(keyOf(bucket)), now)),
  );
  if (wait > 0) return wait;
  for (const bucket of buckets) {
    const failures = afterFailure(limitRules[bucket.kind], known.get(keyOf(bucket)), now);
    await db
      .insertInto('signInFailures')
      .values({ bucket: keyOf(bucket), ...failures })
      .onConflict((conflict) => conflict.column('bucket').doUpdateSet(failures))
      .execute();
  }
  return 0;
}

/**
 * Takes back what `beginAttempt` counted, because the password was right. The name and the browser are forgiven; of an
 * address only this one attempt, for somebody with an account could otherwise guess at others' for ever.
 */
export async function forgiveAttempt(db: Transaction<Schema>, buckets: Bucket[]): Promise<void> {
  for (const bucket of buckets) {
    const key = keyOf(bucket);
    if (bucket.kind === 'address') {
      await db
        .updateTable('signInFailures')
        .set((is) => ({ count: is('count', '-', 1) }))
        .where('bucket', '=', key)
        .execute();
    } else {
      await db.deleteFrom('signInFailures').where('bucket', '=', key).execute();
    }
  }
}

/** Forgets the failures that no rule counts any more. */
export async function pruneAttempts(db: Transaction<Schema>, now: number): Promise<void> {
  const longest = Math.max(...Object.values(limitRules).map((rule) => rule.forgetAfter));
  await db
    .deleteFrom('signInFailures')
    .where('lastAt', '<=', now - longest)
    .execute();
}
