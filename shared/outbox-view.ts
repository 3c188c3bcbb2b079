import { z } from 'zod';
import { messageClasses } from './protocol/envelope.ts';
import { idSchema, momentSchema } from './protocol/names.ts';
import type { MessageState } from './status.ts';

/** The folders of the Messages page, in their order, and what each one holds. */
export const folders = [
  'waiting',
  'all',
  'sentSystem',
  'sentResults',
  'responses',
  'disabled',
  'failed',
  'commands',
] as const;
export type Folder = (typeof folders)[number];

/** One row of the Messages page. `why` says in a sentence why it is where it is. */
export const messageRowSchema = z.strictObject({
  id: idSchema,
  class: z.union([z.enum(messageClasses), z.literal('command')]),
  title: z.string(),
  state: z.string(),
  why: z.string(),
  created: momentSchema,
  changed: momentSchema,
  bytes: z.number(),
  attempts: z.int(),
  path: z.string().optional(),
  nextTry: momentSchema.optional(),
});
export type MessageRow = z.infer<typeof messageRowSchema>;

export const messageQuerySchema = z.strictObject({
  folder: z.enum(folders),
  search: z.string().max(200),
  /** Rows before this one, newest first; nothing for the newest page. */
  before: idSchema.optional(),
  limit: z.int().min(1).max(500),
});
export type MessageQuery = z.infer<typeof messageQuerySchema>;

export const messagePageSchema = z.strictObject({
  rows: z.array(messageRowSchema),
  total: z.int(),
  more: z.boolean(),
});
export type MessagePage = z.infer<typeof messagePageSchema>;

export const folderCountSchema = z.strictObject({
  folder: z.enum(folders),
  count: z.int(),
  bytes: z.number(),
});
export type FolderCount = z.infer<typeof folderCountSchema>;

/** One message opened: its row, its body as text (JSON, indented) and every step it went through. */
export const messageDetailSchema = z.strictObject({
  row: messageRowSchema,
  body: z.string(),
  history: z.array(z.strictObject({ at: momentSchema, event: z.string() })),
});
export type MessageDetail = z.infer<typeof messageDetailSchema>;

const retryableStates: readonly MessageState[] = ['failed', 'disabled', 'expired', 'waiting'];

/** States in which a message may be sent again by hand. */
export const retryable = (state: string): boolean => retryableStates.some((known) => known === state);
