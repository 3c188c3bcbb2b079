import type { Logger } from 'pino';
import type { PresenceState } from '#shared/portal-data.ts';
import type { Tick } from '#shared/protocol/tick.ts';
import { decodeTick, encodeTickAnswer } from '#shared/wire/tick.ts';
import { minute } from '../clock.ts';
import type { Clock } from '../clock.ts';
import type { Registry } from '../computers/registry.ts';
import type { Events } from '../events.ts';
import type { Store } from '../store/store.ts';
import { loadBeats, saveBeats } from './beats.ts';
import type { StoredBeat } from './beats.ts';
import { evidenceOf, stateOf } from './state.ts';
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

interface Entry extends StoredBeat {
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
const informedMs = 65 * minute;

const newEntry = (): Entry => ({
  lastContact: -1,
  lastPath: '',
  lastAddress: '',
  lastBeat: '',
  goingDown: false,
  tickEpoch: -1,
  tickCounter: -1,
  digest: undefined,
  reported: undefined,
  informedAt: undefined,
  told: 'new',
});

const isNewer = ({ epoch, counter }: Tick, entry: Entry | undefined): boolean =>
  entry === undefined ||
  epoch > entry.tickEpoch ||
  (epoch === entry.tickEpoch && counter > entry.tickCounter);

const noteTick = (entry: Entry, { epoch, counter, digest }: Tick): void => {
  entry.tickEpoch = epoch;
  entry.tickCounter = counter;
  entry.digest = Buffer.from(digest.buffer, digest.byteOffset, digest.byteLength).toString('latin1');
  if (entry.informedAt !== undefined) entry.reported ??= entry.digest;
};

const infoWanted = ({ informedAt, digest, reported }: Entry, now: number): boolean =>
  informedAt === undefined || now - informedAt > informedMs || digest !== reported;

export const loadPresence = async (options: Options): Promise<Presence> => {
  const { store, clock, registry, events, log, patience, waiting } = options;
  const entries = new Map<string, Entry>();
  const changed = new Set<string>();
  const refused = { forged: 0, old: 0 };
  for (const [cmId, beat] of await loadBeats(store)) {
    // What was so when the server stopped is no news.
    entries.set(cmId, { ...newEntry(), ...beat, told: stateOf(beat, clock.now(), patience) });
  }

  const tellIfChanged = (cmId: string, entry: Entry): void => {
    const state = stateOf(entry, clock.now(), patience);
    if (entry.told === state) return;
    entry.told = state;
    events.emit({ event: 'computer', cmId });
  };

  const note = (cmId: string, what: string, { path, address, at }: Origin, goingDown: boolean): Entry => {
    const entry = entries.get(cmId) ?? newEntry();
    entries.set(cmId, entry);
    changed.add(cmId);
    // What arrived before the last beat, and only took longer to be dealt with, says nothing new.
    if (at < entry.lastContact) return entry;
    entry.lastContact = at;
    entry.lastPath = path;
    entry.lastAddress = address;
    entry.lastBeat = what;
    entry.goingDown = goingDown;
    tellIfChanged(cmId, entry);
    return entry;
  };

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
      noteTick(entry, tick);
      const serverTime = clock.now();
      const commandsWaiting = waiting.count(cmId) > 0;
      const onlineInfoWanted = infoWanted(entry, serverTime);
      return encodeTickAnswer(
        { epoch, counter, serverTime, commandsWaiting, onlineInfoWanted },
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
      const entry = entries.get(cmId);
      const state = stateOf(entry, clock.now(), patience);
      const evidence = evidenceOf(entry, state);
      if (entry === undefined) return { state, evidence };
      const { lastContact, lastPath, lastAddress, lastBeat, goingDown } = entry;
      return { state, evidence, lastContact, lastPath, lastAddress, lastBeat, goingDown };
    },

    sweep() {
      for (const [cmId, entry] of entries) tellIfChanged(cmId, entry);
    },

    async flush() {
      const beats = [...changed].flatMap((cmId): [string, Entry][] => {
        const entry = entries.get(cmId);
        return entry === undefined ? [] : [[cmId, entry]];
      });
      changed.clear();
      await saveBeats(store, beats).catch((error: unknown) => {
        for (const [cmId] of beats) changed.add(cmId);
        log.warn({ error }, 'presence could not be written down; it is tried again in a few seconds');
      });
    },
  };
};
