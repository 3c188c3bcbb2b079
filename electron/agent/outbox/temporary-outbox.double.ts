import { outgoingDefaults } from '#shared/settings/outgoing.ts';
import { systemClock } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { openStore } from '../store/store.ts';
import type { Store } from '../store/store.ts';
import { createKeptLog, openTemporaryStore } from '../store/temporary-store.double.ts';
import type { TemporaryStore } from '../store/temporary-store.double.ts';
import type { OutboxSettings } from './message.ts';
import { createOutbox } from './outbox.ts';
import type { Outbox } from './outbox.ts';

/** An outbox in a folder of its own, for tests. */
export interface TemporaryOutbox {
  temporary: TemporaryStore;
  outbox: Outbox;
  /** May be changed; `outbox.settingsChanged()` tells the outbox. */
  settings: OutboxSettings;
  /** How often `onChange` was called. */
  changes: number;
  /** What `onChange` also does. */
  onChange: () => void;
  /** Stops and opens again, as a new start of the agent does. */
  restart(): Promise<void>;
  remove(): Promise<void>;
}

export const openTemporaryOutbox = (clock: Clock): TemporaryOutbox => {
  const temporary = openTemporaryStore();
  const create = (): Outbox =>
    createOutbox({
      store: temporary.store,
      clock,
      log: createKeptLog(),
      settings: () => opened.settings,
      onChange: () => {
        opened.changes += 1;
        opened.onChange();
      },
      whyWaiting: () => undefined,
    });
  const opened: Omit<TemporaryOutbox, 'outbox'> & { outbox?: Outbox } = {
    temporary,
    settings: { ...outgoingDefaults, allowSystemMessages: true },
    changes: 0,
    onChange: () => undefined,
    restart: async () => {
      await opened.outbox?.stop();
      await temporary.reopen();
      opened.outbox = create();
    },
    remove: async () => {
      await opened.outbox?.stop();
      await temporary.remove();
    },
  };
  opened.outbox = create();
  return opened as TemporaryOutbox;
};

/** A notification with a text of about so many bytes, for tests. */
export const notification = (title: string, bytes = 100) => ({
  class: 'notification' as const,
  title,
  body: { to: [], subject: title, text: 'x'.repeat(bytes), at: 1 },
});

/** An outbox on a file of its own, without limits, for tests. */
export const outboxOn = (file: string): { store: Store; outbox: Outbox } => {
  const log = createKeptLog();
  const store = openStore(file, log);
  const outbox = createOutbox({
    store,
    clock: systemClock,
    log,
    settings: () => ({ ...outgoingDefaults, maxOutboxMb: 10_000 }),
    onChange: () => undefined,
    whyWaiting: () => undefined,
  });
  return { store, outbox };
};
