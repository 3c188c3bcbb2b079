import type { Transaction } from 'kysely';
import { newId } from '#shared/wire/id.ts';
import type { Clock } from '../clock.ts';
import type { Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import type { AuditAction } from './tables.ts';

/** One line of the audit: who did what to what, from which address. */
export interface AuditLine {
  action: AuditAction;
  operator?: string;
  subject?: string;
  address?: string;
  detail?: string;
}

/** Writes an audit line in the transaction of what it tells of. `now` in milliseconds since 1970. */
export async function noteInAudit(db: Transaction<Schema>, now: number, line: AuditLine): Promise<void> {
  const { action, operator = null, subject = null, address = null, detail = null } = line;
  await db
    .insertInto('audit')
    .values({ id: newId(now), at: now, action, operator, subject, address, detail })
    .execute();
}

export interface Audit {
  /** Writes a line on its own, after what it tells of. */
  note(line: AuditLine): Promise<void>;
}

export function createAudit(store: Store, clock: Clock): Audit {
  return { note: (line) => store.write((db) => noteInAudit(db, clock.now(), line)) };
}
