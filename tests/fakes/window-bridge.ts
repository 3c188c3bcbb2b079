import type { SettingsOutcome, SettingsView, WindowCall, WindowCalls, WindowEvents } from '#shared/ipc.ts';
import { windowCalls } from '#shared/ipc.ts';
import type { MessageDetail } from '#shared/outbox-view.ts';
import type { ProbeReport } from '#shared/probe.ts';
import { effectiveSettings } from '#shared/settings/effective.ts';
import { secretFields } from '#shared/settings/settings.ts';
import type { PartialSettings, SecretField, ServerSettings } from '#shared/settings/settings.ts';
import type { AgentStatus } from '#shared/status.ts';
import type { z } from 'zod';
import { FakeOutbox } from './outbox-view.ts';

type Calls = {
  [C in WindowCall]: (input: z.infer<WindowCalls[C]['input']>) => Promise<z.infer<WindowCalls[C]['output']>>;
};

/** Sends an event to the window. */
export type Emit = <E extends keyof WindowEvents>(event: E, value: WindowEvents[E]) => void;

/** One call that the window made, in the order of their making. */
export interface MadeCall {
  channel: WindowCall;
  input: unknown;
}

export interface WindowBridgeDoubleOptions {
  status: AgentStatus;
  local?: PartialSettings;
  server?: ServerSettings;
  secrets?: SecretField[];
  messages?: MessageDetail[];
  probe?: ProbeReport;
  /** What the file dialog of "open" gives. */
  fileToLoad?: string;
}

/**
 * Stands for preload, shell and agent behind a window, all in memory. Arguments are checked by the same schemas as in
 * the shell.
 */
export class WindowBridgeDouble {
  readonly made: MadeCall[] = [];
  readonly outbox: FakeOutbox;
  status: AgentStatus;
  /** Refusals that the next change of settings meets, by `page.field`. */
  refuse: Record<string, string> = {};
  clipboard = '';
  saved: { name: string; text: string }[] = [];
  closed = false;
  dirty = false;
  /** Resolves a running connection test; set while one runs. */
  finishProbe: (() => void) | undefined;
  private local: PartialSettings;
  private server: ServerSettings;
  private readonly secrets: Set<SecretField>;
  private readonly emit: Emit;
  private readonly calls: Calls;

  constructor(options: WindowBridgeDoubleOptions, emit: Emit) {
    this.status = options.status;
    this.local = options.local ?? {};
    this.server = options.server ?? {};
    this.secrets = new Set(options.secrets);
    this.emit = emit;
    this.outbox = new FakeOutbox(options.messages ?? [], () => emit('messages', null));
    this.calls = this.makeCalls(options);
  }

  /** Answers a call as the shell would; throws when the channel is unknown or the input is not what it takes. */
  async call(channel: string, input: unknown): Promise<unknown> {
    if (!Object.hasOwn(windowCalls, channel)) throw new Error(`There is no channel ${channel}.`);
    const known = channel as WindowCall;
    const checked: unknown = windowCalls[known].input.parse(input ?? undefined);
    this.made.push({ channel: known, input: checked });
    const answer = await (this.calls[known] as (input: unknown) => Promise<unknown>)(checked);
    return windowCalls[known].output.parse(answer);
  }

  /** The calls of one channel, their inputs only. */
  inputsOf(channel: WindowCall): unknown[] {
    return this.made.filter((call) => call.channel === channel).map((call) => call.input);
  }

  view(): SettingsView {
    return {
      ...effectiveSettings(this.local, this.server),
      local: this.local,
      server: this.server,
      serverVersion: this.status.settingsVersion,
      secrets: { 'http.proxyPassword': this.secrets.has('http.proxyPassword') ? 'set' : 'unset' },
      secretStore: 'in the keyring of the desktop',
    };
  }

  /** The CM Server sends other settings. */
  serverSets(server: ServerSettings): void {
    this.server = server;
    this.emit('settings', this.view());
  }

  becomes(change: Partial<AgentStatus>): void {
    this.status = { ...this.status, ...change };
    this.emit('status', this.status);
  }

  openPage(page: string): void {
    this.emit('openPage', page);
  }

  private async change(input: z.infer<WindowCalls['settingsChange']['input']>): Promise<SettingsOutcome> {
    if (Object.keys(this.refuse).length > 0) return { outcome: 'refused', errors: this.refuse };
    const local = structuredClone(this.local) as Record<string, Record<string, unknown>>;
    for (const [page, fields] of Object.entries(input.set)) local[page] = { ...local[page], ...fields };
    for (const path of input.unset) {
      const [page, field] = path.split('.') as [string, string];
      delete local[page]?.[field];
    }
    this.local = local;
    for (const field of secretFields) {
      if (input.secrets[field] === null) this.secrets.delete(field);
      else if (input.secrets[field] !== undefined) this.secrets.add(field);
    }
    this.emit('settings', this.view());
    return { outcome: 'applied', view: this.view() };
  }

  private makeCalls(options: WindowBridgeDoubleOptions): Calls {
    return {
      ...this.outbox.calls,
      status: async () => this.status,
      settingsView: async () => this.view(),
      settingsChange: (input) => this.change(input),
      settingsExport: async () => JSON.stringify(this.local, null, 2),
      settingsImport: async (text) => {
        this.local = JSON.parse(text) as PartialSettings;
        return { outcome: 'applied', view: this.view() };
      },
      probe: async () => {
        if (options.probe === undefined) throw new Error('There is nothing to test.');
        for (const step of options.probe.steps.slice(0, 3)) this.emit('probeStep', step);
        await new Promise<void>((resolve) => {
          this.finishProbe = resolve;
        });
        return options.probe;
      },
      register: async ({ token }) => {
        if (!token.startsWith('CM1.')) {
          return { outcome: 'refused', reason: 'This is not a registration token; it begins with CM1.' };
        }
        this.becomes({ registration: 'registered', cmId: 'ACMEPC001', contact: 'ok' });
        return { outcome: 'done' };
      },
      sendNow: async () => ({ outcome: 'done' }),
      runTask: async () => ({ outcome: 'done' }),
      pause: async () => ({ outcome: 'done' }),
      diagnostics: async () => 'C-Monitor 0.1.0\nno secrets here',
      closeWindow: async () => {
        this.closed = true;
        return undefined;
      },
      setDirty: async (dirty) => {
        this.dirty = dirty;
        return undefined;
      },
      about: async () => ({
        version: '0.1.0',
        electron: '42.0.0',
        node: '24.15.0',
        dataFolder: '/home/eva/.local/share/c-monitor',
      }),
      openDataFolder: async () => undefined,
      copyText: async (text) => {
        this.clipboard = text;
        return undefined;
      },
      saveText: async (file) => {
        this.saved.push(file);
        return true;
      },
      loadText: async () => options.fileToLoad ?? null,
    };
  }
}
