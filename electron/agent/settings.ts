import { z } from 'zod';
import { messageOf } from '#shared/error-message.ts';
import type { SettingsChange, SettingsOutcome, SettingsView } from '#shared/ipc.ts';
import { effectiveSettings } from '#shared/settings/effective.ts';
import type { EffectiveSettings } from '#shared/settings/effective.ts';
import { migrateSettings, settingsForm } from '#shared/settings/migrations.ts';
import { partialSettingsSchema, secretFields } from '#shared/settings/settings.ts';
import type {
  PartialSettings,
  SecretField,
  ServerSettings,
  Settings,
  SettingsPage,
} from '#shared/settings/settings.ts';
import type { Log, SecretStore, SettingsStore } from './host.ts';

export interface AgentSettingsOptions {
  store: SettingsStore;
  secrets: SecretStore;
  log: Log;
}

type Listener = (from: Settings, to: Settings) => void;
type Fields = Record<string, unknown>;

/** Sentences for combinations that no single field's schema can judge, by `page.field`. */
const combinations = (settings: Settings): Record<string, string> => {
  const errors: Record<string, string> = {};
  if (settings.http.proxy === 'manual' && settings.http.proxyAddress === '')
    errors['http.proxyAddress'] =
      'Write the address of the proxy, such as http://proxy.company.com:3128, or choose another kind of proxy.';
  return errors;
};

const errorsOf = (error: z.ZodError): Record<string, string> =>
  Object.fromEntries(
    error.issues.map((issue) => [issue.path.slice(0, 2).join('.') || 'settings', issue.message]),
  );

/**
 * Local settings, the server's settings over them, and what is in force. A change is verified as a whole, saved, and then applied
 * by everybody who listens with (from, to); what does not pass changes nothing.
 */
export class AgentSettings {
  readonly #options: AgentSettingsOptions;
  readonly #listeners = new Set<Listener>();
  #local: PartialSettings;
  #server: ServerSettings = {};
  #serverVersion = 0;
  #effective: EffectiveSettings;
  /** What had to be repaired when the settings were read, in sentences for the user. */
  readonly recovered: string[] = [];

  constructor(options: AgentSettingsOptions) {
    this.#options = options;
    const { local, dropped } = migrateSettings(options.store.load());
    const repaired = options.store.recovered();
    if (repaired !== undefined) this.recovered.push(repaired);
    if (dropped.length > 0)
      this.recovered.push(
        `These settings had values that are not allowed and are at their defaults again: ${dropped.join(', ')}.`,
      );
    this.#local = local;
    this.#effective = effectiveSettings(this.#local, this.#server);
  }

  get current(): Settings {
    return this.#effective.values;
  }

  get serverVersion(): number {
    return this.#serverVersion;
  }

  view(): SettingsView {
    const { secrets } = this.#options;
    return {
      values: this.#effective.values,
      origins: this.#effective.origins,
      local: this.#local,
      server: this.#server,
      serverVersion: this.#serverVersion,
      secrets: Object.fromEntries(
        secretFields.map((field) => [field, secrets.has(field) ? 'set' : 'unset']),
      ) as SettingsView['secrets'],
      secretStore: secrets.description(),
    };
  }

  /** Listens to changes of what is in force. Returns how to stop that. */
  onApply(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What would be in force with this draft over the local settings. */
  draft(draft: PartialSettings): Settings {
    return effectiveSettings(merge(this.#local, draft), this.#server).values;
  }

  /** What would be in force with these server settings. */
  withServer(server: ServerSettings): Settings {
    return effectiveSettings(this.#local, server).values;
  }

  /** Changes local settings and secrets: all of it or, with a sentence a field, nothing. */
  async change(change: SettingsChange): Promise<SettingsOutcome> {
    const next = without(merge(this.#local, change.set), change.unset);
    const checked = partialSettingsSchema.safeParse(next);
    if (!checked.success) return { outcome: 'refused', errors: errorsOf(checked.error) };
    const effective = effectiveSettings(checked.data, this.#server);
    const errors = combinations(effective.values);
    if (Object.keys(errors).length > 0) return { outcome: 'refused', errors };
    const refusal = await this.#save(checked.data, change.secrets);
    if (refusal !== undefined)
      return { outcome: 'refused', errors: { settings: `The settings could not be saved: ${refusal}` } };
    this.#local = checked.data;
    this.#apply(effective);
    return { outcome: 'applied', view: this.view() };
  }

  /** Takes over what the server wants. The caller has verified and stored it. */
  setServer(server: ServerSettings, version: number): void {
    this.#server = server;
    this.#serverVersion = version;
    this.#apply(effectiveSettings(this.#local, server));
  }

  /** Local settings as text, without secrets. */
  export(): string {
    return `${JSON.stringify({ form: settingsForm, local: this.#local }, null, 2)}\n`;
  }

  /** Replaces all local settings by an exported text. */
  async import(text: string): Promise<SettingsOutcome> {
    const parsed = importSchema.safeParse(readJson(text));
    if (!parsed.success)
      return {
        outcome: 'refused',
        errors: { settings: 'This is no settings file of C-Monitor. Export one first and change that.' },
      };
    if (parsed.data.form > settingsForm)
      return {
        outcome: 'refused',
        errors: { settings: 'This settings file comes from a newer C-Monitor. Update C-Monitor first.' },
      };
    const { local, dropped } = migrateSettings({ form: parsed.data.form, local: parsed.data.local });
    if (dropped.length > 0)
      return {
        outcome: 'refused',
        errors: Object.fromEntries(dropped.map((field) => [field, 'This value is not allowed.'])),
      };
    const old = fieldsOf(this.#local).filter((field) => !fieldsOf(local).includes(field));
    return this.change({ set: local, unset: old, secrets: {} });
  }

  /** Saves settings and secrets; what went wrong, or nothing. When a secret is refused, the file is put back. */
  async #save(local: PartialSettings, secrets: SettingsChange['secrets']): Promise<string | undefined> {
    const { store } = this.#options;
    try {
      store.save({ form: settingsForm, local });
    } catch (error) {
      return messageOf(error);
    }
    try {
      for (const [field, value] of Object.entries(secrets))
        await this.#options.secrets.set(field as SecretField, value);
    } catch (error) {
      store.save({ form: settingsForm, local: this.#local });
      return messageOf(error);
    }
    return undefined;
  }

  #apply(effective: EffectiveSettings): void {
    const from = this.#effective.values;
    this.#effective = effective;
    for (const listener of this.#listeners) listener(from, effective.values);
  }
}

const importSchema = z.strictObject({ form: z.int().min(1), local: z.unknown() });

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const fieldsOf = (settings: PartialSettings): string[] =>
  Object.entries(settings).flatMap(([page, fields]) =>
    Object.keys(fields ?? {}).map((field) => `${page}.${field}`),
  );

const merge = (base: PartialSettings, over: PartialSettings): PartialSettings => {
  const merged: Record<string, Fields> = {};
  for (const page of new Set([...Object.keys(base), ...Object.keys(over)]) as Set<SettingsPage>)
    merged[page] = { ...base[page], ...over[page] };
  return merged;
};

const without = (settings: PartialSettings, fields: readonly string[]): PartialSettings => {
  const kept = structuredClone(settings) as Record<string, Fields>;
  for (const field of fields) {
    const [page = '', name = ''] = field.split('.');
    delete kept[page]?.[name];
  }
  return kept;
};
