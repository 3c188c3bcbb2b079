import type { Logger } from 'pino';
import { decodeTick, encodeTickAnswer } from '#shared/wire/tick.ts';
import type { Tick } from '#shared/protocol/tick.ts';
import type { PresenceState } from '#shared/portal-api.ts';
import type { Clock } from '../clock.ts';
import type { KnownComputer, Registry } from '../computers/registry.ts';
import type { Events } from '../events.ts';
import type { PresenceTable } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { presenceOf } from './state.ts';
import type { Beat, Patience } from './state.ts';

/** Where and when something came in. `at` is the moment of its arrival. */
export interface Origin {
  /** The way that brought it, such as `HTTP`. */
  path: string;
  address: string;
  at: number;
}

/** What is known of a computer's presence. */
export interface PresenceView extends Partial<Beat> {
  state: PresenceState;
  evidence: string;
}

/**
 * Who is there. Kept in memory and flushed to the store every few seconds: a crash loses the last beats, which come anew.
 */
export interface Presence {
  /**
   * Takes a tick and gives the answer's bytes. `forged`: malformed, from nobody we know or not signed by its sender.
   * `old`: its counter did not grow, so that somebody may be repeating what he overheard. Neither counts as a beat.
   */
  tick(bytes: Uint8Array, origin: Origin): Uint8Array | 'forged' | 'old';
  /** Anything authentic and new that arrived counts as a beat. `what` is such as `task result`. */
  beat(cmId: string, what: string, origin: Origin): void;
  /** Online info arrived; the state that ticks speak of is known now. */
  informed(cmId: string, at: number): void;
  of(cmId: string): PresenceView;
  /** Ticks that were refused since the start. */
  readonly refused: { forged: number; old: number };
  /** Tells of computers whose state has changed by time alone. */
  sweep(): void;
  /** Writes down what changed since the last time. */
  flush(): Promise<void>;
}

interface Entry extends Beat {
  tickEpoch: number;
  tickCounter: number;
  /** The state digest of the last tick, and that of the first tick after the last online info. */
  digest: string | undefined;
  reported: string | undefined;
  informedAt: number | undefined;
  /** The state that was last told to listeners. */
  told: PresenceState;
}

interface Options {
  store: Store;
  clock: Clock;
  registry: Registry;
  events: Events;
  log: Logger;
  patience: Patience;
  waiting: { count(cmId: string): number };
}

/** Online info older than this is asked for: just above the longest interval that can be set. */
const informedMs = 65 * 60 * 1000;
const rowsAtOnce = 500;

const isNewer = (tick: Tick, entry: Entry | undefined): boolean =>
  entry === undefined ||
  tick.epoch > entry.tickEpoch ||
  (tick.epoch === entry.tickEpoch && tick.counter > entry.tickCounter);

const unheard = {
  tickEpoch: -1,
  tickCounter: -1,
  digest: undefined,
  reported: undefined,
  informedAt: undefined,
};

const asRow = (cmId: string, entry: Entry): PresenceTable => ({
  cmId,
  lastContact: entry.lastContact,
  lastPath: entry.lastPath,
  lastAddress: entry.lastAddress,
  lastBeat: entry.lastBeat,
  tickEpoch: entry.tickEpoch,
  tickCounter: entry.tickCounter,
  goingDown: entry.goingDown ? 1 : 0,
});

const loadEntries = async (store: Store): Promise<Map<string, Entry>> => {
  const rows = await store.db
    .selectFrom('presence')
    .leftJoin('onlineInfo', 'onlineInfo.cmId', 'presence.cmId')
    .selectAll('presence')
    .select('onlineInfo.receivedAt as informedAt')
    .execute();
  return new Map(
    rows.map(({ cmId, goingDown, informedAt, ...row }) => [
      cmId,
      {
        ...unheard,
        ...row,
        informedAt: informedAt ?? undefined,
        goingDown: goingDown === 1,
        told: 'new' as const,
      },
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

export const loadPresence = async ({
  store,
  clock,
  registry,
  events,
  log,
  patience,
  waiting,
}: Options): Promise<Presence> => {
  const entries = await loadEntries(store);
  const changed = new Set<string>();
  const refused = { forged: 0, old: 0 };

  const stateOf = ({ cmId, registeredAt }: KnownComputer) =>
    presenceOf(entries.get(cmId), registeredAt, clock.now(), patience);
  const tellIfChanged = (computer: KnownComputer): void => {
    const entry = entries.get(computer.cmId);
    const { state } = stateOf(computer);
    if (entry === undefined || entry.told === state) return;
    entry.told = state;
    events.emit({ event: 'computer', cmId: computer.cmId });
  };
  for (const computer of registry.all()) {
    const entry = entries.get(computer.cmId);
    if (entry !== undefined) entry.told = stateOf(computer).state;
  }

  const note = (cmId: string, what: string, { path, address, at }: Origin, goingDown: boolean): Entry => {
    const known = entries.get(cmId);
    const entry = known ?? {
      ...unheard,
      lastContact: -1,
      lastPath: '',
      lastAddress: '',
      lastBeat: '',
      goingDown: false,
      told: 'new' as const,
    };
    if (known === undefined) entries.set(cmId, entry);
    // What arrived before the last beat, and only took longer to be dealt with, says nothing new.
    if (at >= entry.lastContact)
      Object.assign(entry, {
        lastContact: at,
        lastPath: path,
        lastAddress: address,
        lastBeat: what,
        goingDown,
      });
    changed.add(cmId);
    const computer = registry.byId(cmId);
    if (computer !== undefined) tellIfChanged(computer);
    return entry;
  };

  const noteDigest = (entry: Entry, digest: string): void => {
    entry.digest = digest;
    if (entry.informedAt !== undefined) entry.reported ??= digest;
  };
  const infoWanted = ({ informedAt, digest, reported }: Entry, now: number): boolean =>
    informedAt === undefined || now - informedAt > informedMs || digest !== reported;

  return {
    refused,

    tick(bytes, origin) {
      const tick = decodeTick(bytes, (cmId) => registry.byId(cmId)?.tickKey);
      const computer = tick && registry.byId(tick.cmId);
      if (tick === undefined || computer === undefined) {
        refused.forged += 1;
        return 'forged';
      }
      const { cmId, epoch, counter } = tick;
      if (!isNewer(tick, entries.get(cmId))) {
        refused.old += 1;
        return 'old';
      }
      const entry = note(cmId, 'tick', origin, tick.goingDown);
      entry.tickEpoch = epoch;
      entry.tickCounter = counter;
      noteDigest(entry, Buffer.from(tick.digest).toString('latin1'));
      const now = clock.now();
      return encodeTickAnswer(
        {
          epoch,
          counter,
          serverTime: now,
          commandsWaiting: waiting.count(cmId) > 0,
          onlineInfoWanted: infoWanted(entry, now),
        },
        computer.tickKey,
      );
    },

    beat(cmId, what, origin) {
      note(cmId, what, origin, false);
    },

    informed(cmId, at) {
      const entry = entries.get(cmId);
      if (entry === undefined) return;
      entry.informedAt = at;
      entry.reported = undefined;
    },

    of(cmId) {
      const computer = registry.byId(cmId);
      const entry = entries.get(cmId);
      const view = presenceOf(entry, computer?.registeredAt ?? 0, clock.now(), patience);
      if (entry === undefined) return view;
      const { lastContact, lastPath, lastAddress, lastBeat, goingDown } = entry;
      return { ...view, lastContact, lastPath, lastAddress, lastBeat, goingDown };
    },

    sweep() {
      for (const computer of registry.all()) tellIfChanged(computer);
    },

    async flush() {
      const rows = [...changed].flatMap((cmId) => {
        const entry = entries.get(cmId);
        return entry === undefined ? [] : [asRow(cmId, entry)];
      });
      changed.clear();
      for (let i = 0; i < rows.length; i += rowsAtOnce) {
        const part = rows.slice(i, i + rowsAtOnce);
        await upsert(store, part).catch((error: unknown) => {
          for (const { cmId } of part) changed.add(cmId);
          log.warn({ error }, 'presence could not be written down; it is tried again in a few seconds');
        });
      }
    },
  };
};
