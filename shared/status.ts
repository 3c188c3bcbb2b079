import { z } from 'zod';
import { licenceSchema } from './protocol/documents.ts';
import { momentSchema } from './protocol/names.ts';

/** The states of a message in the agent's outbox. */
export const messageStates = [
  'waiting',
  'sending',
  'sent',
  'confirmed',
  'disabled',
  'failed',
  'expired',
] as const;
export type MessageState = (typeof messageStates)[number];

/** Something that is wrong now, in words for a person: what, and what to do. */
export const problemSchema = z.strictObject({ code: z.string(), message: z.string(), remedy: z.string() });
export type Problem = z.infer<typeof problemSchema>;

/** How one path does: `idle` has not been used yet, `off` is switched off or not set up. */
export const pathStatusSchema = z.strictObject({
  name: z.string(),
  kind: z.string(),
  state: z.enum(['off', 'idle', 'ok', 'failing']),
  sentence: z.string(),
  lastSuccess: momentSchema.optional(),
  lastFailure: momentSchema.optional(),
  nextTry: momentSchema.optional(),
});
export type PathStatus = z.infer<typeof pathStatusSchema>;

export const taskStatusSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  kind: z.string(),
  running: z.boolean(),
  next: momentSchema.optional(),
  last: z
    .strictObject({
      startedAt: momentSchema,
      finishedAt: momentSchema,
      outcome: z.enum(['ok', 'failed']),
      reason: z.string().optional(),
    })
    .optional(),
});
export type TaskStatus = z.infer<typeof taskStatusSchema>;

/** All that tray, window, command line and log show of the agent; every face is a pure function of it. */
export const agentStatusSchema = z.strictObject({
  at: momentSchema,
  version: z.string(),
  phase: z.enum(['starting', 'running', 'paused', 'stopping']),
  computerName: z.string(),
  registration: z.enum(['none', 'registering', 'registered', 'refused']),
  cmId: z.string().optional(),
  customer: z.string().optional(),
  licence: licenceSchema.optional(),
  server: z.string().optional(),
  /** Contact with the CM Server by HTTP, which the tray's exclamation mark shows. */
  contact: z.enum(['never', 'ok', 'lost']),
  lastContact: momentSchema.optional(),
  settingsVersion: z.int(),
  paths: z.array(pathStatusSchema),
  outbox: z.strictObject({
    counts: z.record(z.enum(messageStates), z.int()),
    waitingBytes: z.number(),
    oldestWaiting: momentSchema.optional(),
  }),
  tasks: z.array(taskStatusSchema),
  runningCommands: z.array(z.strictObject({ id: z.string(), kind: z.string(), since: momentSchema })),
  /** Server time less this computer's clock, milliseconds, where an authentic answer told it. */
  clockOffsetMs: z.number().optional(),
  problems: z.array(problemSchema),
});
export type AgentStatus = z.infer<typeof agentStatusSchema>;

/** How many messages still have to go: those that wait, and those on the way now. */
export const unsentMessages = ({ outbox: { counts } }: AgentStatus): number =>
  counts.waiting + counts.sending;
