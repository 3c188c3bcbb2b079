import { settingsDocumentSchema } from '#shared/protocol/documents.ts';
import type { SettingsDocument } from '#shared/protocol/documents.ts';
import type { ProbeReport } from '#shared/probe.ts';
import type { Settings } from '#shared/settings/settings.ts';
import type { Store } from '../store/store.ts';
import type { AgentSettings } from '../settings.ts';
import { sameConnection } from './connection.ts';

/** What became of a document: in force, or refused with the reason, the last good one still in force. */
export type DocumentOutcome = { outcome: 'applied' } | { outcome: 'refused'; reason: string };

export interface SettingsDocumentsOptions {
  store: Pick<Store, 'write' | 'facts'>;
  settings: AgentSettings;
  /** Tries a way to the server with these settings. */
  probe: (settings: Settings) => Promise<ProbeReport>;
}

const fact = 'document.settings';

/**
 * The licence-and-settings document: verified, committed, then applied. New connection settings are tried before the old ones are
 * let go, so that a wrong address never strands the computer.
 */
export class SettingsDocuments {
  readonly #options: SettingsDocumentsOptions;
  #current: SettingsDocument | undefined;

  constructor(options: SettingsDocumentsOptions) {
    this.#options = options;
    this.#current = options.store.facts.get(fact, settingsDocumentSchema);
    if (this.#current !== undefined)
      options.settings.setServer(this.#current.settings, this.#current.version);
  }

  get current(): SettingsDocument | undefined {
    return this.#current;
  }

  /** Takes a document that the server sent. One that is not newer than the current one is refused, except the same again. */
  async apply(document: SettingsDocument): Promise<DocumentOutcome> {
    const current = this.#current;
    if (current !== undefined && document.version < current.version)
      return {
        outcome: 'refused',
        reason: `Version ${document.version} is older than version ${current.version}, which is in force.`,
      };
    if (
      current !== undefined &&
      document.version === current.version &&
      JSON.stringify(document) !== JSON.stringify(current)
    )
      return {
        outcome: 'refused',
        reason: `Another document with version ${document.version} is already in force.`,
      };
    const { settings, probe } = this.#options;
    const next = settings.withServer(document.settings);
    if (current !== undefined && !sameConnection(settings.current.http, next.http)) {
      const report = await probe(next);
      if (!report.ok)
        return {
          outcome: 'refused',
          reason: `The CM Server cannot be reached with these connection settings: ${report.sentence}`,
        };
    }
    await this.adopt(document);
    return { outcome: 'applied' };
  }

  /** Takes the first document of a new registration, whose versions begin anew. Rejects with a StoreError. */
  async adopt(document: SettingsDocument): Promise<void> {
    const { settings, store } = this.#options;
    await store.write(() => store.facts.set(fact, document));
    this.#current = document;
    settings.setServer(document.settings, document.version);
  }
}
