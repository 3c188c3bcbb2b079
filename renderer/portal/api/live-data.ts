import type { CallError, PortalClient } from './portal-client.ts';
import type { Resource } from './resources.ts';

/** What is known of a resource now. An error beside a value means that the value is from before. */
export interface Snapshot<T> {
  value?: T;
  error?: CallError;
  loading: boolean;
}

/** Keeps what pages show: shown at once from the last reading, read again when it may have changed. */
export interface LiveData {
  /** Keeps a resource up to date until the returned function is called; `listener` is told of every new snapshot. */
  watch<T>(resource: Resource<T>, listener: () => void): () => void;
  /** The same object until something changes. */
  snapshot<T>(resource: Resource<T>): Snapshot<T>;
  /** Reads again what is being shown and has one of these topics; all of it, when no topics are given. */
  refresh(topics?: string[]): void;
}

interface Entry {
  resource: Resource<unknown>;
  snapshot: Snapshot<unknown>;
  listeners: Set<() => void>;
  /** Before this, by the monotonic clock, it is not read again. */
  notBefore: number;
  timer: ReturnType<typeof setTimeout> | undefined;
  reading: boolean;
  /** Something changed while it was being read. */
  again: boolean;
}

/** However fast events come, one resource is not read more often than this. */
const leastGapMs = 1000;
/** What takes long to read is read less often, so that reading never takes more than this part of the time. */
const busyPart = 1 / 10;
/** Ages in the server's sentences grow old without an event. */
const mostAgeMs = 15_000;
const keptUnwatched = 60;
const nothingYet: Snapshot<never> = { loading: true };

export function createLiveData(client: PortalClient): LiveData {
  const entries = new Map<string, Entry>();

  return {
    watch(resource, listener) {
      const entry = entries.get(resource.key) ?? newEntry(resource);
      // The newest stand last, so that the first of the map are the ones to forget.
      entries.delete(resource.key);
      entries.set(resource.key, entry);
      entry.listeners.add(listener);
      if (entry.listeners.size === 1) readSoon(entry);
      forgetOldest();
      return () => {
        entry.listeners.delete(listener);
        if (entry.listeners.size > 0) return;
        clearTimeout(entry.timer);
        entry.timer = undefined;
      };
    },
    snapshot<T>(resource: Resource<T>) {
      return (entries.get(resource.key)?.snapshot ?? nothingYet) as Snapshot<T>;
    },
    refresh(topics) {
      for (const entry of entries.values()) {
        const touched = topics === undefined || topics.some((topic) => entry.resource.topics.includes(topic));
        if (touched && entry.listeners.size > 0) readSoon(entry);
      }
    },
  };

  function readSoon(entry: Entry): void {
    if (entry.reading) {
      entry.again = true;
      return;
    }
    readIn(entry, Math.max(0, entry.notBefore - performance.now()));
  }

  function readIn(entry: Entry, ms: number): void {
    clearTimeout(entry.timer);
    entry.timer = setTimeout(() => void read(entry), ms);
  }

  async function read(entry: Entry): Promise<void> {
    entry.reading = true;
    entry.again = false;
    const began = performance.now();
    const outcome = await entry.resource.load(client);
    entry.reading = false;
    entry.notBefore = began + gapAfter(performance.now() - began);
    const { value } = entry.snapshot;
    entry.snapshot = outcome.ok
      ? { value: outcome.value, loading: false }
      : { ...(value !== undefined && { value }), error: outcome.error, loading: false };
    for (const listener of entry.listeners) listener();
    if (entry.listeners.size === 0) return;
    if (entry.again) readSoon(entry);
    else readIn(entry, mostAgeMs);
  }

  function forgetOldest(): void {
    const unwatched = [...entries.values()].filter((entry) => entry.listeners.size === 0);
    for (const entry of unwatched.slice(0, -keptUnwatched)) entries.delete(entry.resource.key);
  }
}

function newEntry(resource: Resource<unknown>): Entry {
  return {
    resource,
    snapshot: nothingYet,
    listeners: new Set(),
    notBefore: 0,
    timer: undefined,
    reading: false,
    again: false,
  };
}

const gapAfter = (tookMs: number): number => Math.min(mostAgeMs, Math.max(leastGapMs, tookMs / busyPart));
