import type { StoredSettings } from '#shared/settings/migrations.ts';
import type { SecretField } from '#shared/settings/settings.ts';
import type { Clock } from './clock.ts';

/** One line a call; `details` must hold no secret. */
export interface Log {
  debug(message: string, details?: object): void;
  info(message: string, details?: object): void;
  warn(message: string, details?: object): void;
  error(message: string, details?: object): void;
}

/** Where local settings live. A corrupt file is set aside and recovered by the store itself, which then says so in `recovered`. */
export interface SettingsStore {
  load(): StoredSettings;
  /** Durable when it returns; throws a sentence for the user when the disk refuses. */
  save(settings: StoredSettings): void;
  /** What had to be done to read the file, in a sentence for the user; nothing when all was well. */
  recovered(): string | undefined;
}

/** Where secrets live. Reading may ask the operating system, so it is never done on the way to the first tick. */
export interface SecretStore {
  get(field: SecretField): Promise<string | undefined>;
  set(field: SecretField, value: string | null): Promise<void>;
  has(field: SecretField): boolean;
  /** How secrets are kept here, in a sentence for the user, such as "encrypted by the system's keyring". */
  description(): string;
}

/** A process that does one job apart from the agent. What both say to each other is plain data, as in a structured clone. */
export interface HelperProcess {
  /** Says something to it; what it does not live to hear is dropped. */
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Calls back once when it has ended, by itself or killed, or could not be started at all; says how in a few words. */
  onExit(listener: (reason: string) => void): void;
  /** Ends it at once, whatever it is doing. */
  kill(): void;
}

/** What the agent asks of the program that hosts it: Electron's tray program, or the plain Node service. */
export interface AgentHost {
  /** The agent's own folder: store, identity, logs. Exists and is this user's alone. */
  dataFolder: string;
  version: string;
  computerName: string;
  clock: Clock;
  /** Uniform in [0, 1). */
  random: () => number;
  log: Log;
  settings: SettingsStore;
  secrets: SecretStore;
  /** The proxy for an address by the system's own rules, such as `http://proxy:3128`; nothing for a direct way. */
  systemProxy(url: string): Promise<string | undefined>;
  /** Shows a message to the person at the computer; false when nobody can see it. */
  showMessage(title: string, text: string): Promise<boolean>;
  /** Starts a script in a process of its own with a small heap. It ends when this process does, however that comes about. */
  startHelper(file: URL): HelperProcess;
  /** Starts the agent's program anew; called after everything is durable. */
  restart(): void;
  /** Calls back when the computer wakes up or its network changed, and when it is about to sleep. Returns how to stop that. */
  onPower(listener: (event: 'suspend' | 'resume' | 'network') => void): () => void;
}
