import type { Transaction } from 'kysely';
import type { ComputerDetail } from '#shared/portal-data.ts';
import { onlineInfoSchema } from '#shared/protocol/online-info.ts';
import type { OnlineInfo } from '#shared/protocol/online-info.ts';
import { hour, minute } from '../clock.ts';
import type { Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';

/** A report that came on a slow way is overtaken by at most this. A longer step back is the computer's clock, set back. */
const reorderMs = 10 * minute;
const loadMs = 48 * hour;
/** Points of load are kept at most this often, however short the long interval is. */
const loadStepMs = minute;
const shownPoints = 500;

/** Where online info came from: whose it is, when it arrived, and whether its validity was over by then. */
interface Arrival {
  cmId: string;
  at: number;
  expired: boolean;
}

const isOlder = async (
  db: Transaction<Schema>,
  info: OnlineInfo,
  { cmId, at, expired }: Arrival,
): Promise<boolean> => {
  const last = await db
    .selectFrom('onlineInfo')
    .select(['at', 'receivedAt'])
    .where('cmId', '=', cmId)
    .executeTakeFirst();
  return last !== undefined && info.at < last.at && (expired || at - last.receivedAt < reorderMs);
};

const keepLoad = async (
  db: Transaction<Schema>,
  cmId: string,
  { cpuPercent, memory }: OnlineInfo,
  now: number,
): Promise<void> => {
  const recent = await db
    .selectFrom('loadPoints')
    .select('at')
    .where('cmId', '=', cmId)
    .where('at', '>', now - loadStepMs)
    .limit(1)
    .executeTakeFirst();
  if (recent !== undefined) return;
  const memoryPercent = memory && memory.totalBytes > 0 ? (100 * memory.usedBytes) / memory.totalBytes : null;
  await db
    .insertInto('loadPoints')
    .values({ cmId, at: now, cpuPercent: cpuPercent ?? null, memoryPercent })
    .execute();
  await db
    .deleteFrom('loadPoints')
    .where('cmId', '=', cmId)
    .where('at', '<', now - loadMs)
    .execute();
};

/** Keeps a computer's online info when it is the newest, with a point of its load. Gives whether it was. */
export const keepOnlineInfo = (store: Store, info: OnlineInfo, arrival: Arrival): Promise<boolean> =>
  store.write(async (db) => {
    if (await isOlder(db, info, arrival)) return false;
    const { cmId, at: now } = arrival;
    const row = { cmId, at: info.at, receivedAt: now, body: JSON.stringify(info) };
    await db
      .insertInto('onlineInfo')
      .values(row)
      .onConflict((conflict) => conflict.column('cmId').doUpdateSet(row))
      .execute();
    await keepLoad(db, cmId, info, now);
    await db
      .updateTable('computers')
      .set({ agentVersion: info.agentVersion, appliedSettingsVersion: info.settingsVersion })
      .where('cmId', '=', cmId)
      .execute();
    return true;
  });

/** The newest online info of a computer; nothing when there was none. */
export const lastOnlineInfo = async (store: Store, cmId: string): Promise<OnlineInfo | undefined> => {
  const row = await store.db
    .selectFrom('onlineInfo')
    .select('body')
    .where('cmId', '=', cmId)
    .executeTakeFirst();
  return row && onlineInfoSchema.parse(JSON.parse(row.body));
};

/** The load of the last 48 hours, oldest first, thinned out to what a picture shows. */
export const loadOf = async (store: Store, cmId: string, now: number): Promise<ComputerDetail['load']> => {
  const rows = await store.db
    .selectFrom('loadPoints')
    .selectAll()
    .where('cmId', '=', cmId)
    .where('at', '>=', now - loadMs)
    .orderBy('at')
    .execute();
  const every = Math.ceil(rows.length / shownPoints);
  return rows
    .filter((_, i) => (rows.length - 1 - i) % every === 0)
    .map(({ at, cpuPercent, memoryPercent }) => ({
      at,
      ...(cpuPercent !== null && { cpuPercent }),
      ...(memoryPercent !== null && { memoryPercent }),
    }));
};
