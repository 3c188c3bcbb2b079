import { z } from 'zod';
import { addressSchema, idSchema, momentSchema } from './names.ts';

/**
 * What an envelope carries. From the agent: `taskResult`, `system`, `notification`, `confirmation` and `easyclick`
 * wait in the outbox; `receipt` answers commands; `registration`, `fetch` and `online` are never stored.
 * From the server: `registered`, `command` and `receipt`.
 */
export const envelopeClasses = [
  'taskResult',
  'system',
  'notification',
  'confirmation',
  'easyclick',
  'receipt',
  'registration',
  'fetch',
  'online',
  'registered',
  'command',
] as const;
export type EnvelopeClass = (typeof envelopeClasses)[number];

/** Classes that the agent's outbox keeps until a signed receipt names them. */
export const messageClasses = ['taskResult', 'system', 'notification', 'confirmation', 'easyclick'] as const;
export type MessageClass = (typeof messageClasses)[number];

/** The signed header of an envelope. `epoch` changes when a sender's store was made anew; `sequence` grows within it. */
export const envelopeHeaderSchema = z.strictObject({
  v: z.literal(1),
  id: idSchema,
  from: addressSchema,
  to: addressSchema,
  class: z.enum(envelopeClasses),
  epoch: z.int().min(0).max(0xffff_ffff),
  sequence: z.int().min(0),
  created: momentSchema,
  notAfter: momentSchema,
  inReplyTo: idSchema.optional(),
});
export type EnvelopeHeader = z.infer<typeof envelopeHeaderSchema>;
