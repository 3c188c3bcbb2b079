import { z } from 'zod';
import type { MessageClass } from '#shared/protocol/envelope.ts';
import { newId } from '#shared/wire/id.ts';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import { checksumOf, priorities, whyDisabled } from './message.ts';
import type { NewMessage, OutboxSettings } from './message.ts';
import type { RunningTime } from './running-time.ts';

const lastSequenceFact = 'outboxLastSequence';
const titleLength = 200;

/** The rows of table `messages`: how they come, change their steps and go. All of it only inside `store.write`. */
export interface Messages {
  /** Puts a message in, as `waiting` or, where its class is switched off, as `disabled`. Returns its id. */
  insert(message: NewMessage): string;
  /** Writes down a step of a message's way. */
  addEvent(id: string, event: string): void;
  /** Takes rows away for good. */
  forget(sequences: readonly number[]): void;
  /** Bytes of all bodies, as far as known without asking the disk; never less than the truth. */
  readonly bytes: number;
  /** Sums the bytes anew. */
  recount(): number;
}

export interface MessagesOptions {
  store: Store;
  clock: Clock;
  runningTime: RunningTime;
  settings: () => OutboxSettings;
}

export const createMessages = ({ store, clock, runningTime, settings }: MessagesOptions): Messages => {
  const insertRow = store.prepare(
    `INSERT INTO messages (sequence, id, class, priority, state, title, created, changed, bytes, age, checksum, in_reply_to, not_after, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertEvent = store.prepare('INSERT INTO message_events (message_id, at, event) VALUES (?, ?, ?)');
  const deleteRow = store.prepare('DELETE FROM messages WHERE sequence = ?');
  const selectLast = store.prepare<{ last: number | null }>('SELECT max(sequence) AS last FROM messages');
  const sumBytes = store.prepare<{ sum: number | null }>('SELECT sum(bytes) AS sum FROM messages');

  const lastSequence = (): number =>
    Math.max(selectLast.get()?.last ?? 0, store.facts.get(lastSequenceFact, z.int()) ?? 0);
  const sum = (): number => sumBytes.get()?.sum ?? 0;

  let next = lastSequence() + 1;
  let bytes = sum();

  const stateFor = (messageClass: MessageClass): 'waiting' | 'disabled' =>
    whyDisabled(messageClass, settings()) === undefined ? 'waiting' : 'disabled';

  return {
    insert: (message) => {
      if (!store.writing) throw new Error('a message is inserted only inside store.write');
      const now = clock.now();
      const id = newId(now);
      const body = Buffer.from(JSON.stringify(message.body));
      insertRow.run(
        next,
        id,
        message.class,
        priorities[message.class],
        stateFor(message.class),
        message.title.length > titleLength ? message.title.slice(0, titleLength) : message.title,
        now,
        now,
        body.length,
        runningTime.now(),
        checksumOf(id, body),
        message.inReplyTo ?? null,
        message.notAfter ?? null,
        body,
      );
      next += 1;
      bytes += body.length;
      return id;
    },
    addEvent: (id, event) => {
      insertEvent.run(id, clock.now(), event);
    },
    forget: (sequences) => {
      if (sequences.length === 0) return;
      // Sequence numbers are never given twice, also when the newest rows are gone.
      store.facts.set(lastSequenceFact, lastSequence());
      for (const sequence of sequences) deleteRow.run(sequence);
    },
    get bytes() {
      return bytes;
    },
    recount: () => {
      bytes = sum();
      return bytes;
    },
  };
};
