import { z } from 'zod';
import type { messageBodySchemas } from '#shared/protocol/messages.ts';
import type { MessageClass } from '#shared/protocol/envelope.ts';
import { parseBoundedJson } from '#shared/wire/bounded-json.ts';

/** A message's body, told apart by its class. */
export type MessageBody = {
  [C in MessageClass]: { class: C; body: z.infer<(typeof messageBodySchemas)[C]> };
}[MessageClass];

const longestTitle = 200;

/** Reads the body of an envelope by a schema. Gives a sentence instead when it does not fit. */
export const readBody = <S extends z.ZodType>(
  schema: S,
  bytes: Uint8Array,
): { ok: true; body: z.infer<S> } | { ok: false; reason: string } => {
  try {
    const parsed = schema.safeParse(parseBoundedJson(bytes));
    if (parsed.success) return { ok: true, body: parsed.data };
    return {
      ok: false,
      reason: `The body does not fit its class: ${z.prettifyError(parsed.error)}`.slice(0, 500),
    };
  } catch {
    return { ok: false, reason: 'The body is no JSON, or nested too deep.' };
  }
};

/** What a list shows of a message. */
export const titleOf = (message: MessageBody): string => {
  switch (message.class) {
    case 'taskResult':
      return cut(message.body.outcome === 'ok' ? message.body.title : `${message.body.title}: failed`);
    case 'system':
      return cut(message.body.text === '' ? message.body.event : message.body.text);
    case 'notification':
    case 'easyclick':
      return cut(message.body.subject);
    case 'confirmation':
      return cut(`${message.body.kind}: ${message.body.state}`);
  }
};

const cut = (text: string): string => {
  const [line = ''] = text.split('\n', 1);
  return line.length > longestTitle ? `${line.slice(0, longestTitle - 1)}…` : line;
};

/** The words for a class of envelope in a sentence of evidence. */
export const classWords = {
  taskResult: 'task result',
  system: 'system message',
  notification: 'notification',
  confirmation: 'confirmation',
  easyclick: 'Easyclick request',
  receipt: 'receipt',
  fetch: 'fetch',
  online: 'online info',
} as const;
