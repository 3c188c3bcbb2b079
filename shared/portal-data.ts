import { z } from 'zod';
import { commandStates } from './protocol/commands.ts';
import { settingsDocumentSchema } from './protocol/documents.ts';
import { inventorySchema } from './protocol/inventory.ts';
import { cmIdSchema, idSchema, momentSchema } from './protocol/names.ts';
import { onlineInfoSchema } from './protocol/online-info.ts';

/** A computer's online state, with what it rests on. `new` was registered and has not been heard since. */
export const presenceStates = ['new', 'online', 'silent', 'offline', 'stopped'] as const;
export type PresenceState = (typeof presenceStates)[number];

export const operatorSchema = z.strictObject({ name: z.string(), role: z.enum(['maintainer', 'operator']) });
export type Operator = z.infer<typeof operatorSchema>;

export const computerSchema = z.strictObject({
  cmId: cmIdSchema,
  name: z.string(),
  /** The customer's code; its name stands in the computer's document. */
  customer: z.string(),
  platform: z.string(),
  osName: z.string(),
  agentVersion: z.string(),
  presence: z.enum(presenceStates),
  /** The evidence in a sentence, such as "tick by HTTP"; its moment is `lastContact`. */
  evidence: z.string(),
  lastContact: momentSchema.optional(),
  lastPath: z.string().optional(),
  lastAddress: z.string().optional(),
  registeredAt: momentSchema,
  waitingCommands: z.int(),
  settingsVersion: z.int(),
  /** The version that the computer last said it applied. */
  appliedSettingsVersion: z.int(),
});
export type Computer = z.infer<typeof computerSchema>;

export const computerDetailSchema = z.strictObject({
  computer: computerSchema,
  inventory: inventorySchema.optional(),
  inventoryReceivedAt: momentSchema.optional(),
  onlineInfo: onlineInfoSchema.optional(),
  /** The last 48 hours, thinned out to at most 500 points. */
  load: z.array(
    z.strictObject({
      at: momentSchema,
      cpuPercent: z.number().optional(),
      memoryPercent: z.number().optional(),
    }),
  ),
  document: settingsDocumentSchema,
});
export type ComputerDetail = z.infer<typeof computerDetailSchema>;

/** One row of "Messages received to CM". */
export const receivedMessageSchema = z.strictObject({
  id: idSchema,
  cmId: cmIdSchema,
  class: z.string(),
  title: z.string(),
  createdAt: momentSchema,
  receivedAt: momentSchema,
  path: z.string(),
  /** Size of the body as it is stored. */
  bytes: z.int(),
  /** How often it arrived; more than once means that a receipt was lost and it was kept once all the same. */
  arrivals: z.int(),
});
export type ReceivedMessage = z.infer<typeof receivedMessageSchema>;

/** One row of "Requests sent from CM". */
export const sentCommandSchema = z.strictObject({
  id: idSchema,
  cmId: cmIdSchema,
  kind: z.string(),
  args: z.json(),
  operator: z.string(),
  state: z.enum(commandStates),
  path: z.string().optional(),
  reason: z.string().optional(),
  createdAt: momentSchema,
  notAfter: momentSchema,
  history: z.array(
    z.strictObject({ state: z.enum(commandStates), at: momentSchema, path: z.string().optional() }),
  ),
  result: z.json().optional(),
});
export type SentCommand = z.infer<typeof sentCommandSchema>;

export const customerSchema = z.strictObject({
  code: z.string().regex(/^[A-Z]{2,8}$/, 'two to eight capital letters'),
  name: z.string().min(1).max(200),
  computers: z.int(),
});
export type Customer = z.infer<typeof customerSchema>;

export const tokenSchema = z.strictObject({
  id: z.string(),
  customer: z.string(),
  note: z.string(),
  createdAt: momentSchema,
  notAfter: momentSchema,
  usedAt: momentSchema.optional(),
  usedBy: cmIdSchema.optional(),
});
export type Token = z.infer<typeof tokenSchema>;
