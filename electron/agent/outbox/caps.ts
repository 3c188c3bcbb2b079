import { z } from 'zod';
import { messageClasses } from '#shared/protocol/envelope.ts';
import type { MessageClass } from '#shared/protocol/envelope.ts';
import { idSchema, momentSchema } from '#shared/protocol/names.ts';
import type { Problem } from '#shared/status.ts';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import type { OutboxSettings } from './message.ts';
import type { Messages } from './messages.ts';
import type { RunningTime } from './running-time.ts';

const day = 24 * 3_600_000;
/** A message that has waited for so much running time is given up. */
const longestWait = 30 * day;
/** Confirmed and expired messages stay on the Messages page for so long, and so many of them. */
const keptFor = 14 * day;
const keptCount = 5000;
/** A full outbox is emptied to this share of its size, so that not every new message makes room for itself alone. */
const roomAfter = 0.95;
const chunk = 1000;

/** What was given up since the last report of it was delivered. */
const reportSchema = z.strictObject({
  id: idSchema,
  at: momentSchema,
  counts: z.partialRecord(z.enum(messageClasses), z.int()),
});
const reportFact = 'outboxGivenUp';

interface Candidate {
  sequence: number;
  id: string;
  class: MessageClass;
  bytes: number;
}

/** Keeps the outbox within its size and its age, and says what that cost. */
export interface Caps {
  /** True when the size calls for `enforce`. */
  exceeded(): boolean;
  /** Gives up what is too old and what does not fit; only inside `store.write`. */
  enforce(): void;
  /** What was given up within the last day, for the status. */
  problem(): Problem | undefined;
}

export interface CapsOptions {
  store: Store;
  clock: Clock;
  messages: Messages;
  runningTime: RunningTime;
  settings: () => OutboxSettings;
  /** Messages that are being sent now are left alone. */
  onTheWay: ReadonlySet<string>;
}

const words = (counts: Partial<Record<MessageClass, number>>): string =>
  Object.entries(counts)
    .map(([messageClass, count]) => `${count} ${messageClass}`)
    .join(', ');

export const createCaps = (options: CapsOptions): Caps => {
  const { store, clock, messages, runningTime, settings, onTheWay } = options;
  const selectFinished = store.prepare<Candidate>(
    `SELECT sequence, id, class, bytes FROM messages WHERE state IN ('confirmed', 'expired') ORDER BY sequence LIMIT ${chunk}`,
  );
  const selectStale = store.prepare<Candidate>(
    "SELECT sequence, id, class, bytes FROM messages WHERE state IN ('confirmed', 'expired') AND changed < ?",
  );
  const selectSurplus = store.prepare<Candidate>(
    "SELECT sequence, id, class, bytes FROM messages WHERE state = 'confirmed' ORDER BY sequence DESC LIMIT -1 OFFSET ?",
  );
  // What can never fit goes before what does.
  const selectUnsent = store.prepare<Candidate>(
    `SELECT sequence, id, class, bytes FROM messages WHERE state NOT IN ('confirmed', 'expired')
     ORDER BY bytes > ? DESC, priority DESC, sequence LIMIT ${chunk}`,
  );
  const expireOld = store.prepare<{ id: string; class: MessageClass }>(
    `UPDATE messages SET state = 'expired', changed = ?1, next_try = NULL, reason = 'It could not be sent for 30 days.'
     WHERE age < ?2 AND state IN ('waiting', 'sent', 'failed', 'disabled') RETURNING id, class`,
  );
  const hasOld = store.prepare<{ found: number }>(
    "SELECT 1 AS found FROM messages WHERE age < ? AND state IN ('waiting', 'sent', 'failed', 'disabled') LIMIT 1",
  );
  const selectReport = store.prepare<{ sequence: number }>(
    "SELECT sequence FROM messages WHERE id = ? AND state IN ('waiting', 'disabled')",
  );

  const limit = (): number => settings().maxOutboxMb * 1024 * 1024;
  const lastReport = (): z.infer<typeof reportSchema> | undefined =>
    store.facts.get(reportFact, reportSchema);

  /** Says in one system message what was given up; while that still waits, what comes later is added to it. */
  const report = (givenUp: readonly MessageClass[]): void => {
    if (givenUp.length === 0) return;
    const last = lastReport();
    const waiting = last !== undefined && !onTheWay.has(last.id) ? selectReport.get(last.id) : undefined;
    const counts: Partial<Record<MessageClass, number>> = waiting === undefined ? {} : { ...last?.counts };
    for (const messageClass of givenUp) counts[messageClass] = (counts[messageClass] ?? 0) + 1;
    if (waiting !== undefined) messages.forget([waiting.sequence]);
    const at = clock.now();
    const text = `The outbox was too full or its messages too old: given up were ${words(counts)}.`;
    const body = { event: 'messagesGivenUp', text, at, data: counts };
    const id = messages.insert({ class: 'system', title: 'Messages given up', body });
    store.facts.set(reportFact, { id, at, counts });
  };

  /** Takes rows away, chunk after chunk, until the outbox has shrunk to `goal` or nothing is left to take. */
  const takeUntil = (goal: number, nextChunk: () => Candidate[]): MessageClass[] => {
    const taken: MessageClass[] = [];
    let size = messages.recount();
    while (size > goal) {
      const rows = nextChunk();
      if (rows.length === 0) break;
      const going: number[] = [];
      for (const row of rows) {
        if (size <= goal) break;
        going.push(row.sequence);
        taken.push(row.class);
        size -= row.bytes;
      }
      messages.forget(going);
    }
    return taken;
  };

  const shrink = (): MessageClass[] => {
    const max = limit();
    if (messages.recount() <= max) return [];
    takeUntil(max * roomAfter, () => selectFinished.all());
    const reportId = lastReport()?.id;
    const mayGo = ({ id }: Candidate): boolean => id !== reportId && !onTheWay.has(id);
    return takeUntil(max * roomAfter, () => selectUnsent.all(max).filter(mayGo));
  };

  const expire = (): MessageClass[] => {
    const bornBefore = runningTime.now() - longestWait;
    if (hasOld.get(bornBefore) === undefined) return [];
    const expired = expireOld.all(clock.now(), bornBefore);
    for (const { id } of expired) messages.addEvent(id, 'expired');
    return expired.map((row) => row.class);
  };

  const prune = (): void => {
    const rows = [...selectStale.all(clock.now() - keptFor), ...selectSurplus.all(keptCount)];
    messages.forget(rows.map(({ sequence }) => sequence));
  };

  return {
    exceeded: () => messages.bytes > limit(),
    enforce: () => {
      prune();
      report([...expire(), ...shrink()]);
      messages.recount();
    },
    problem: () => {
      const last = lastReport();
      if (last === undefined || clock.now() - last.at > day) return undefined;
      return {
        code: 'messagesGivenUp',
        message: `The outbox was too full or its messages too old; given up were ${words(last.counts)}.`,
        remedy:
          'See why messages do not leave, or allow a larger outbox on the page Outgoing Messages for CM Server.',
      };
    },
  };
};
