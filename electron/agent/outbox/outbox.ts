import type { MessageClass } from '#shared/protocol/envelope.ts';
import type { Problem } from '#shared/status.ts';
import type { Receipt } from '#shared/protocol/messages.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../host.ts';
import type { Store } from '../store/store.ts';
import { createByHand } from './by-hand.ts';
import type { ByHand } from './by-hand.ts';
import { createCaps } from './caps.ts';
import { messageClassesOff, priorities } from './message.ts';
import type { NewMessage, OutboxSettings } from './message.ts';
import { createMessages } from './messages.ts';
import { createQueue } from './queue.ts';
import type { Queue } from './queue.ts';
import { createRunningTime } from './running-time.ts';
import { createTallies } from './tallies.ts';
import { createOutboxView } from './view.ts';
import type { OutboxView } from './view.ts';

/** Where messages for the CM Server wait, on disk, until a signed receipt says that it has them. */
export interface Outbox extends OutboxView, ByHand {
  /** Puts a message in and returns its id. Only inside `store.write`, so that it stands or falls with the caller's own changes. */
  insert(message: NewMessage): string;
  /** Puts a message in; resolves with its id when it is on disk. Rejects with a StoreError when the disk refuses. */
  enqueue(message: NewMessage): Promise<string>;
  /** Takes a receipt that the CM Server signed, by whatever path it came; resolves when it is on disk. */
  confirm(receipt: Receipt, path: string): Promise<void>;
  /** What the dispatcher sends from. */
  readonly queue: Queue;
  /** Settings have changed: takes them over, and what waits and is now switched off becomes `disabled`. */
  settingsChanged(): Promise<void>;
  /** What a person should know: the disk refuses, or messages were given up. */
  problems(): Problem[];
  /** Begins to keep the outbox within its size and age. */
  start(): void;
  /** Nothing calls back afterwards. */
  stop(): Promise<void>;
}

export interface OutboxOptions {
  store: Store;
  clock: Clock;
  log: Log;
  settings: () => OutboxSettings;
  /** Something in the outbox has changed; at most once a turn of the event loop. */
  onChange: () => void;
  /** Why nothing leaves at the moment, in a sentence; nothing when messages may leave. */
  whyWaiting: () => string | undefined;
}

const hour = 3_600_000;
/** The first look at sizes and ages waits until the start is over. */
const firstUpkeep = 60_000;

export const createOutbox = (options: OutboxOptions): Outbox => {
  const { store, clock, log, onChange, whyWaiting } = options;
  let inForce = options.settings();
  const settings = (): OutboxSettings => inForce;
  let off = messageClassesOff(inForce);
  let touched = false;
  let stopped = false;
  let upkeepWaits = false;
  let cancelUpkeep = (): void => undefined;

  const touch = (): void => {
    touched = true;
    tallies.outdated();
  };
  const announce = (): void => {
    if (touched && !stopped) onChange();
    touched = false;
  };
  const tellNow = (): void => {
    touched = true;
    setImmediate(announce);
  };
  const stopListening = store.onCommit(announce);

  const tallies = createTallies({ store, clock, tellLater: () => tellNow() });
  const runningTime = createRunningTime(store, clock);
  const messages = createMessages({ store, clock, runningTime, settings });
  const queue = createQueue({ store, clock, messages, touch, touchNow: tellNow });
  const { onTheWay } = queue;
  const caps = createCaps({ store, clock, messages, runningTime, settings, onTheWay });
  const byHand = createByHand({ store, clock, messages, settings, onTheWay, runningTime, touch });
  const view = createOutboxView({ store, settings, onTheWay, tallies, whyWaiting });
  const disableClass = store.prepare<{ id: string }>(
    `UPDATE messages SET state = 'disabled', changed = ?, next_try = NULL WHERE priority = ? AND state IN ('waiting', 'sent') RETURNING id`,
  );

  /** What the outbox does to itself: a disk that refuses is told in the log, and the next time does it. */
  const changed = (work: () => void): Promise<void> =>
    store
      .write(() => {
        work();
        touch();
      })
      .catch((error: unknown) => log.error(`The outbox could not be tidied: ${String(error)}`));

  const archive = (classes: readonly MessageClass[]): void => {
    for (const messageClass of classes) {
      for (const { id } of disableClass.all(clock.now(), priorities[messageClass]))
        messages.addEvent(id, 'switched off');
    }
  };

  const upkeep = async (): Promise<void> => {
    await changed(() => {
      caps.enforce();
      runningTime.save();
    });
    upkeepWaits = false;
  };

  const upkeepLater = (ms: number): void => {
    cancelUpkeep = clock.after(ms, () => {
      void upkeep().then(() => {
        if (!stopped) upkeepLater(hour);
      });
    });
  };

  const insert = (message: NewMessage): string => {
    const id = messages.insert(message);
    if (!upkeepWaits && caps.exceeded()) {
      upkeepWaits = true;
      void upkeep();
    }
    touch();
    return id;
  };

  return {
    ...view,
    ...byHand,
    queue,
    insert,
    enqueue: (message) => store.write(() => insert(message)),
    confirm: (receipt, path) => queue.confirm(receipt, path),
    settingsChanged: async () => {
      inForce = options.settings();
      const before = off;
      off = messageClassesOff(inForce);
      await changed(() => {
        archive(off.filter((messageClass) => !before.includes(messageClass)));
        if (caps.exceeded()) caps.enforce();
      });
    },
    problems: () => {
      const { trouble } = store;
      const ofDisk = trouble && { code: trouble.code, message: trouble.message, remedy: trouble.remedy };
      return [ofDisk, caps.problem()].filter((problem) => problem !== undefined);
    },
    start: () => {
      // Settings may have changed while the agent was not running.
      if (off.length > 0) void changed(() => archive(off));
      upkeepLater(firstUpkeep);
    },
    stop: async () => {
      stopped = true;
      stopListening();
      tallies.stop();
      cancelUpkeep();
      await store.write(() => runningTime.save()).catch(() => undefined);
    },
  };
};
