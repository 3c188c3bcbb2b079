import { z } from 'zod';
import { settingsDocumentSchema } from './documents.ts';
import type { CommandPermission } from './permissions.ts';

const nothing = z.strictObject({});
const seconds = (n: number): number => n * 1000;

/**
 * Every command: its arguments, what it may touch, how long it may run (milliseconds), and whether it may be run a second
 * time when a crash left its first run unfinished.
 */
export const commands = {
  runTask: {
    args: z.strictObject({ taskId: z.string().min(1).max(64) }),
    permission: 'task',
    timeout: seconds(600),
    repeatable: false,
  },
  sendDescript: { args: nothing, permission: 'task', timeout: seconds(300), repeatable: true },
  reportStatus: { args: nothing, permission: 'read', timeout: seconds(30), repeatable: true },
  setSettings: {
    args: z.strictObject({ document: settingsDocumentSchema }),
    permission: 'settings',
    timeout: seconds(120),
    repeatable: true,
  },
  listProcesses: { args: nothing, permission: 'read', timeout: seconds(60), repeatable: true },
  listPartitions: { args: nothing, permission: 'read', timeout: seconds(60), repeatable: true },
  showMessage: {
    args: z.strictObject({ title: z.string().min(1).max(100), text: z.string().min(1).max(2000) }),
    permission: 'user',
    timeout: seconds(30),
    repeatable: false,
  },
  restartAgent: { args: nothing, permission: 'restart', timeout: seconds(30), repeatable: false },
} as const satisfies Record<
  string,
  { args: z.ZodType; permission: CommandPermission; timeout: number; repeatable: boolean }
>;
export type CommandKind = keyof typeof commands;
export type CommandArgs<K extends CommandKind> = z.infer<(typeof commands)[K]['args']>;

/** The body of a `command` envelope. `kind` and `args` stay open here: an unknown kind must be confirmed as refused. */
export const commandBodySchema = z.strictObject({
  kind: z.string().min(1).max(64),
  args: z.json(),
  operator: z.string().max(100),
});
export type CommandBody = z.infer<typeof commandBodySchema>;

/** The states of a command, in the order in which it may pass them. The last five are final. */
export const commandStates = [
  'queued',
  'offered',
  'received',
  'started',
  'done',
  'failed',
  'refused',
  'expired',
  'cancelled',
] as const;
export type CommandState = (typeof commandStates)[number];

/** True for a state that no later event may change. */
export const isFinal = (state: CommandState): boolean =>
  commandStates.indexOf(state) >= commandStates.indexOf('done');

/** Result of `listProcesses`. `omitted` counts the processes that a long list leaves out, those with the least memory. */
export const processListSchema = z.strictObject({
  omitted: z.int().min(1).optional(),
  processes: z
    .array(
      z.strictObject({
        pid: z.int(),
        parentPid: z.int(),
        name: z.string().max(300),
        user: z.string().max(200),
        cpuPercent: z.number(),
        memoryBytes: z.number(),
        startedAt: z.string().max(64),
        command: z.string().max(1000),
      }),
    )
    .max(20_000),
});
export type ProcessList = z.infer<typeof processListSchema>;
