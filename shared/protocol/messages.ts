import { z } from 'zod';
import { limits } from './limits.ts';
import { idSchema, momentSchema } from './names.ts';

/** The result of a task, sent when it has ended. `result` is what the task's own schema says (see `inventory.ts`). */
export const taskResultSchema = z.strictObject({
  taskId: z.string().min(1).max(64),
  taskKind: z.string().min(1).max(64),
  title: z.string().max(200),
  startedAt: momentSchema,
  finishedAt: momentSchema,
  outcome: z.enum(['ok', 'failed']),
  reason: z.string().max(2000).optional(),
  result: z.json().optional(),
});
export type TaskResult = z.infer<typeof taskResultSchema>;

/** Something the agent itself has to say: started, settings refused, store recovered, messages dropped by a cap. */
export const systemMessageSchema = z.strictObject({
  event: z.string().min(1).max(64),
  text: z.string().max(4000),
  at: momentSchema,
  data: z.json().optional(),
});

/** A notification to people, from a task or a watch. */
export const notificationSchema = z.strictObject({
  to: z.array(z.email()).max(50),
  subject: z.string().max(200),
  text: z.string().max(20_000),
  at: momentSchema,
});

/** Ends a command; each command ends in exactly one. */
export const confirmationSchema = z.strictObject({
  commandId: idSchema,
  kind: z.string().max(64),
  state: z.enum(['done', 'failed', 'refused', 'expired']),
  reason: z.string().max(2000).optional(),
  receivedAt: momentSchema,
  startedAt: momentSchema.optional(),
  finishedAt: momentSchema,
  result: z.json().optional(),
});
export type Confirmation = z.infer<typeof confirmationSchema>;

/** The user's request for help. */
export const easyclickSchema = z.strictObject({
  subject: z.string().min(1).max(200),
  text: z.string().max(20_000),
  at: momentSchema,
});

/**
 * Says which envelopes the receiver now has on disk. Only a receipt lets the sender forget a message.
 * `kept` is durable (now or before); `refused` will never be taken, with the reason.
 */
export const receiptSchema = z.strictObject({
  items: z
    .array(
      z.strictObject({
        id: idSchema,
        outcome: z.enum(['kept', 'refused']),
        reason: z.string().max(500).optional(),
      }),
    )
    .min(1)
    .max(limits.receiptIds),
  at: momentSchema,
});
export type Receipt = z.infer<typeof receiptSchema>;

/** The agent asks for its waiting commands. */
export const fetchSchema = z.strictObject({ at: momentSchema });
export type Fetch = z.infer<typeof fetchSchema>;

/** The body of every class that the outbox keeps. */
export const messageBodySchemas = {
  taskResult: taskResultSchema,
  system: systemMessageSchema,
  notification: notificationSchema,
  confirmation: confirmationSchema,
  easyclick: easyclickSchema,
} as const;
