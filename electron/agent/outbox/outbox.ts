import type { Problem } from '#shared/status.ts';
import type { Receipt } from '#shared/protocol/messages.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../host.ts';
import type { Store } from '../store/store.ts';
import { createByHand } from './by-hand.ts';
import type { ByHand } from './by-hand.ts';
import { createCaps } from './caps.ts';
import { messageClassesOff } from './message.ts';
import type { NewMessage, OutboxSettings } from './message.ts';
import { createMessages } from './messages.ts';
import { createQueue } from './queue.ts';
import type { Queue } from './queue.ts';
import { createRunningTime } from './running-time.ts';
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
  /** Settings have changed: what waits and is now switched off becomes `disabled`. */
  settingsChanged(): Promise<void>;
  /** What a person should know: messages were given up. */
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

export const createOutbox = ({
  store,
  clock,
  log,
  settings,
  onChange,
  whyWaiting,
}: OutboxOptions): Outbox => {
  let touched = false;
  let stopped = false;
  let upkeepWaits = false;
  let cancelUpkeep = (): void => undefined;

  const touch = (): void => {
    touched = true;
  };
  const announce = (): void => {
    if (touched && !stopped) onChange();
    touched = false;
  };
  const touchNow = (): void => {
    touch();
    setImmediate(announce);
  };
  const stopListening = store.onCommit(announce);

  const runningTime = createRunningTime(store, clock);
  const messages = createMessages({ store, clock, runningTime, settings });
  const queue = createQueue({ store, clock, messages, touch, touchNow });
  const { onTheWay } = queue;
  const caps = createCaps({ store, clock, messages, runningTime, settings, onTheWay });
  const byHand = createByHand({ store, clock, messages, settings, onTheWay, runningTime, touch });
  const view = createOutboxView({ store, settings, onTheWay, whyWaiting });
  const disableClass = store.prepare<{ id: string }>(
    `UPDATE messages SET state = 'disabled', changed = ?, next_try = NULL WHERE class = ? AND state IN ('waiting', 'sent') RETURNING id`,
  );
  let off = messageClassesOff(settings());

  const upkeep = async (): Promise<void> => {
    await store
      .write(() => {
        caps.enforce();
        runningTime.save();
        touch();
      })
      .catch((error: unknown) => log.error(`The outbox could not be tidied: ${String(error)}`));
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
      const before = off;
      off = messageClassesOff(settings());
      const newlyOff = off.filter((messageClass) => !before.includes(messageClass));
      await store.write(() => {
        for (const messageClass of newlyOff) {
          for (const { id } of disableClass.all(clock.now(), messageClass))
            messages.addEvent(id, 'switched off');
        }
        if (caps.exceeded()) caps.enforce();
        touch();
      });
    },
    problems: () => {
      const problem = caps.problem();
      return problem === undefined ? [] : [problem];
    },
    start: () => upkeepLater(firstUpkeep),
    stop: async () => {
      stopped = true;
      stopListening();
      cancelUpkeep();
      await store.write(() => runningTime.save()).catch(() => undefined);
    },
  };
};
