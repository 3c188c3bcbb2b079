import { crc32 } from 'node:zlib';
import type { z } from 'zod';
import { messageClasses } from '#shared/protocol/envelope.ts';
import type { MessageClass } from '#shared/protocol/envelope.ts';
import type { messageBodySchemas } from '#shared/protocol/messages.ts';
import type { Outgoing } from '#shared/settings/outgoing.ts';
import type { MessageState } from '#shared/status.ts';

type Bodies = { [C in MessageClass]: z.input<(typeof messageBodySchemas)[C]> };

/** What goes into the outbox. `notAfter`: a moment after which sending it makes no sense any more. */
export type NewMessage = {
  [C in MessageClass]: {
    class: C;
    /** What the person at the computer sees in lists. */
    title: string;
    body: Bodies[C];
    inReplyTo?: string;
    notAfter?: number;
  };
}[MessageClass];

/** The settings that the outbox obeys. */
export type OutboxSettings = Pick<
  Outgoing,
  'sending' | 'allowTaskResults' | 'allowSystemMessages' | 'maxOutboxMb'
>;

/** Lower goes first. What goes last is also what a full outbox gives up first. */
export const priorities: Record<MessageClass, number> = {
  confirmation: 1,
  easyclick: 2,
  notification: 3,
  taskResult: 4,
  system: 5,
};

/** A message as it stands in the store, without its body. */
export interface MessageRecord {
  sequence: number;
  id: string;
  class: MessageClass;
  state: MessageState;
  title: string;
  created: number;
  changed: number;
  bytes: number;
  attempts: number;
  in_reply_to: string | null;
  not_after: number | null;
  next_try: number | null;
  path: string | null;
  reason: string | null;
}

/** The columns of a MessageRecord, for SELECT. */
export const recordColumns =
  'sequence, id, class, state, title, created, changed, bytes, attempts, in_reply_to, not_after, next_try, path, reason';

/**
 * Why messages of a class are put aside, in a sentence; nothing when they are to be sent. A confirmation is never put aside: it ends
 * a command, so it waits until sending is switched on again.
 */
export const whyDisabled = (messageClass: MessageClass, settings: OutboxSettings): string | undefined => {
  if (messageClass === 'confirmation') return undefined;
  if (settings.sending === 'disabled') return 'Sending messages to the CM Server is switched off.';
  if (messageClass === 'taskResult' && !settings.allowTaskResults)
    return 'Sending task results is switched off.';
  if (messageClass === 'system' && !settings.allowSystemMessages)
    return 'Sending system messages is switched off.';
  return undefined;
};

/** The classes that may not be sent now. */
export const messageClassesOff = (settings: OutboxSettings): MessageClass[] =>
  messageClasses.filter((messageClass) => whyDisabled(messageClass, settings) !== undefined);

/** Tells whether the disk gave back what was written. */
export const checksumOf = (id: string, body: Uint8Array): number => crc32(body, crc32(id));
