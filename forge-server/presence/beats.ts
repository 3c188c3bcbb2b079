import type { PresenceTable } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import type { Beat } from './state.ts';

/** What is written down of a computer's presence. */
export interface StoredBeat extends Beat {
  tickEpoch: number;
  tickCounter: number;
}

const rowsAtOnce = 500;

const asRow = ([cmId, { goingDown, ...beat }]: [string, StoredBeat]): PresenceTable => ({
  cmId,
  lastContact: beat.lastContact,
  lastPath: beat.lastPath,
  lastAddress: beat.lastAddress,
  lastBeat: beat.lastBeat,
  tickEpoch: beat.tickEpoch,
  tickCounter: beat.tickCounter,
  goingDown: goingDown ? 1 : 0,
});

/** The last beat of every computer, with the moment of its last online info. */
export const loadBeats = async (
  store: Store,
): Promise<Map<string, StoredBeat & { informedAt: number | undefined }>> => {
  const rows = await store.db
    .selectFrom('presence')
    .leftJoin('onlineInfo', 'onlineInfo.cmId', 'presence.cmId')
    .selectAll('presence')
    .select('onlineInfo.receivedAt as informedAt')
    .execute();
  return new Map(
    rows.map(({ cmId, goingDown, informedAt, ...row }) => [
      cmId,
      { ...row, goingDown: goingDown === 1, informedAt: informedAt ?? undefined },
    ]),
  );
};

const upsert = (store: Store, rows: PresenceTable[]): Promise<void> =>
  store.write(async (db) => {
    await db
      .insertInto('presence')
      .values(rows)
      .onConflict((conflict) =>
        conflict.column('cmId').doUpdateSet((eb) => ({
          lastContact: eb.ref('excluded.lastContact'),
          lastPath: eb.ref('excluded.lastPath'),
          lastAddress: eb.ref('excluded.lastAddress'),
          lastBeat: eb.ref('excluded.lastBeat'),
          tickEpoch: eb.ref('excluded.tickEpoch'),
          tickCounter: eb.ref('excluded.tickCounter'),
          goingDown: eb.ref('excluded.goingDown'),
        })),
      )
      .execute();
  });

/** Writes beats down, many at once. */
export const saveBeats = async (store: Store, beats: [string, StoredBeat][]): Promise<void> => {
  const rows = beats.map(asRow);
  for (let i = 0; i < rows.length; i += rowsAtOnce) await upsert(store, rows.slice(i, i + rowsAtOnce));
};
