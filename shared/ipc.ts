import { z } from 'zod';
import {
  folderCountSchema,
  messageDetailSchema,
  messagePageSchema,
  messageQuerySchema,
} from './outbox-view.ts';
import { probeReportSchema, probeStepSchema } from './probe.ts';
import { idSchema } from './protocol/names.ts';
import {
  partialSettingsSchema,
  secretFields,
  serverSettingsSchema,
  settingsSchema,
} from './settings/settings.ts';
import { agentStatusSchema } from './status.ts';

const nothing = z.undefined();
const originSchema = z.enum(['default', 'local', 'server']);
const ids = z.array(idSchema).min(1).max(1000);

/** What the configuration window shows of the settings: effective values, where each came from, and both sources. */
export const settingsViewSchema = z.strictObject({
  values: settingsSchema,
  origins: z.record(z.string(), z.record(z.string(), originSchema)),
  local: partialSettingsSchema,
  server: serverSettingsSchema,
  serverVersion: z.int(),
  secrets: z.record(z.enum(secretFields), z.enum(['set', 'unset'])),
  /** How secrets are kept on this computer, in words. */
  secretStore: z.string(),
});
export type SettingsView = z.infer<typeof settingsViewSchema>;

/** Secrets to set, or to clear with null. */
const secretsChangeSchema = z.partialRecord(z.enum(secretFields), z.string().max(1000).nullable());

/** A change of local settings: fields to set, fields to give back to the default or the server, secrets to set or clear. */
export const settingsChangeSchema = z.strictObject({
  set: partialSettingsSchema,
  unset: z.array(z.string().regex(/^[a-z0-9A-Z]+\.[a-z0-9A-Z]+$/)).max(200),
  secrets: secretsChangeSchema,
});
export type SettingsChange = z.infer<typeof settingsChangeSchema>;

/** Outcome of a change: applied, or refused with a sentence a field (`page.field`). Nothing is half-applied. */
export const settingsOutcomeSchema = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('applied'), view: settingsViewSchema }),
  z.strictObject({ outcome: z.literal('refused'), errors: z.record(z.string(), z.string()) }),
]);
export type SettingsOutcome = z.infer<typeof settingsOutcomeSchema>;

const doneSchema = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('done') }),
  z.strictObject({ outcome: z.literal('refused'), reason: z.string() }),
]);
export type Done = z.infer<typeof doneSchema>;

/**
 * The calls that a window or the command line makes to the agent. One map for both doors: the shell binds it to IPC,
 * the agent's console to its local socket.
 */
export const agentCalls = {
  status: { input: nothing, output: agentStatusSchema },
  settingsView: { input: nothing, output: settingsViewSchema },
  settingsChange: { input: settingsChangeSchema, output: settingsOutcomeSchema },
  /** Settings as text (JSON), without secrets and without this computer's identity. */
  settingsExport: { input: nothing, output: z.string() },
  settingsImport: { input: z.string().max(1_000_000), output: settingsOutcomeSchema },
  /** Tries a path with the given unsaved settings and secrets over the effective ones; leaves no trace. */
  probe: {
    input: z.strictObject({
      path: z.enum(['http']),
      draft: partialSettingsSchema,
      secrets: secretsChangeSchema.optional(),
    }),
    output: probeReportSchema,
  },
  register: { input: z.strictObject({ token: z.string().min(1).max(2000) }), output: doneSchema },
  folders: { input: nothing, output: z.array(folderCountSchema) },
  messages: { input: messageQuerySchema, output: messagePageSchema },
  message: { input: idSchema, output: messageDetailSchema.nullable() },
  messagesRetry: { input: ids, output: z.int() },
  messagesDelete: { input: ids, output: z.int() },
  /** Brings back what `messagesDelete` took away, as long as the agent has not been restarted. */
  messagesRestore: { input: ids, output: z.int() },
  sendNow: { input: nothing, output: doneSchema },
  runTask: { input: z.strictObject({ taskId: z.string().min(1).max(64) }), output: doneSchema },
  pause: { input: z.boolean(), output: doneSchema },
  /** A text for the support desk: versions, status, paths, last log lines; no secrets. */
  diagnostics: { input: nothing, output: z.string() },
} as const;
export type AgentCalls = typeof agentCalls;
export type AgentCall = keyof AgentCalls;

/** The agent's functions as both doors see them. */
export type AgentApi = {
  [C in AgentCall]: (input: z.infer<AgentCalls[C]['input']>) => Promise<z.infer<AgentCalls[C]['output']>>;
};

/** Calls that only the shell answers, beside the agent's own. */
export const shellCalls = {
  closeWindow: { input: nothing, output: nothing },
  /** The window has unsaved changes: closing asks first. */
  setDirty: { input: z.boolean(), output: nothing },
  about: {
    input: nothing,
    output: z.strictObject({
      version: z.string(),
      electron: z.string(),
      node: z.string(),
      dataFolder: z.string(),
    }),
  },
  openDataFolder: { input: nothing, output: nothing },
  copyText: { input: z.string().max(1_000_000), output: nothing },
  saveText: {
    input: z.strictObject({ name: z.string().max(100), text: z.string().max(5_000_000) }),
    output: z.boolean(),
  },
  loadText: { input: nothing, output: z.string().nullable() },
} as const;

export const windowCalls = { ...agentCalls, ...shellCalls } as const;
export type WindowCalls = typeof windowCalls;
export type WindowCall = keyof WindowCalls;

/** Events that main sends to windows. */
export const windowEvents = {
  status: agentStatusSchema,
  settings: settingsViewSchema,
  /** The outbox or the command archive changed: ask again for what is shown. */
  messages: z.null(),
  /** A step of a running `probe` is known; its report comes as the call's answer. */
  probeStep: probeStepSchema,
  /** Show this page. */
  openPage: z.string(),
} as const;
export type WindowEvents = { [E in keyof typeof windowEvents]: z.infer<(typeof windowEvents)[E]> };

/** Answers cross IPC as data, because Electron keeps only an error's message. */
export type IpcAnswer = { ok: true; value: unknown } | { ok: false; message: string };

/** What preload puts on `window.cMonitor`. */
export interface WindowBridge {
  call<C extends WindowCall>(
    channel: C,
    input: z.infer<WindowCalls[C]['input']>,
  ): Promise<z.infer<WindowCalls[C]['output']>>;
  on<E extends keyof WindowEvents>(event: E, listener: (value: WindowEvents[E]) => void): () => void;
}
