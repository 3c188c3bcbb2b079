import type { Transaction } from 'kysely';
import type { SettingsDocument } from '#shared/protocol/documents.ts';
import { commands } from '#shared/protocol/commands.ts';
import { settingsDocumentSchema } from '#shared/protocol/documents.ts';
import type { SentCommand } from '#shared/portal-data.ts';
import type { ServerSettings } from '#shared/settings/settings.ts';
import { day } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { denied, done } from '../outcome.ts';
import type { Outcome } from '../outcome.ts';
import type { Commands as Sending } from '../outbox/commands.ts';
import type { Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';

const licenceDays = 365;
/** How long a change of settings may wait for its computer before it has to be given anew. */
const validMinutes = 3 * 24 * 60;
/** Who gave a command that no person gave. */
const serverItself = 'CM Server';

type Reading = Pick<Store['db'], 'selectFrom'>;

/** The newest settings document of a computer; nothing when there is no such computer. */
export const currentDocument = async (db: Reading, cmId: string): Promise<SettingsDocument | undefined> => {
  const row = await db
    .selectFrom('documents')
    .select('body')
    .where('cmId', '=', cmId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && settingsDocumentSchema.parse(JSON.parse(row.body));
};

/** Stores a version; part of the caller's transaction. Versions are never changed or removed. */
const insertDocument = async (
  db: Transaction<Schema>,
  cmId: string,
  document: SettingsDocument,
  by: { operator: string; at: number },
): Promise<void> => {
  const { version } = document;
  await db
    .insertInto('documents')
    .values({ cmId, version, body: JSON.stringify(document), createdAt: by.at, operator: by.operator })
    .execute();
};

/** The document that a computer starts with: version 1, the standard desktop licence for a year, no setting set. */
export const insertFirstDocument = async (
  db: Transaction<Schema>,
  cmId: string,
  customer: string,
  now: number,
): Promise<SettingsDocument> => {
  const document: SettingsDocument = {
    version: 1,
    customer,
    licence: { type: 'standard', target: 'desktop', validTo: now + licenceDays * day },
    settings: {},
  };
  await insertDocument(db, cmId, document, { operator: serverItself, at: now });
  return document;
};

/** Notes the version that a computer has applied, as the end of its `setSettings` command tells. */
export const noteApplied = async (
  db: Transaction<Schema>,
  cmId: string,
  commandId: string,
): Promise<void> => {
  const command = await db
    .selectFrom('commands')
    .select('args')
    .where('id', '=', commandId)
    .executeTakeFirst();
  if (command === undefined) return;
  const { document } = commands.setSettings.args.parse(JSON.parse(command.args));
  await db
    .updateTable('computers')
    .set({ appliedSettingsVersion: document.version })
    .where('cmId', '=', cmId)
    .execute();
};

/** The settings documents of all computers. */
export interface Documents {
  /** Saves settings as the next version and gives the command that brings it to the computer, both or neither. */
  save(cmId: string, settings: ServerSettings, operator: string): Promise<Outcome<SentCommand>>;
  /** Gives the newest document anew to a computer that says it has an older one and whose command for it expired. */
  renew(cmId: string, appliedVersion: number): Promise<void>;
}

export const createDocuments = (
  store: Store,
  clock: Clock,
  sending: Pick<Sending, 'insert' | 'changed'>,
): Documents => ({
  async save(cmId, settings, operator) {
    const saved = await store.write(async (db) => {
      const current = await currentDocument(db, cmId);
      if (current === undefined) return undefined;
      const document = { ...current, version: current.version + 1, settings };
      await insertDocument(db, cmId, document, { operator, at: clock.now() });
      return sending.insert(db, { cmId, kind: 'setSettings', args: { document }, operator, validMinutes });
    });
    if (saved === undefined) return denied('notFound', `There is no computer ${cmId}.`);
    sending.changed(saved);
    return done(saved);
  },

  async renew(cmId, appliedVersion) {
    // Nearly always it is up to date, and then nothing is written.
    const newest = await currentDocument(store.db, cmId);
    if (newest === undefined || newest.version <= appliedVersion) return;
    const renewed = await store.write(async (db) => {
      const document = await currentDocument(db, cmId);
      const last = await db
        .selectFrom('commands')
        .select('state')
        .where('cmId', '=', cmId)
        .where('kind', '=', 'setSettings')
        .orderBy('sequence', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (document === undefined || last?.state !== 'expired') return undefined;
      return sending.insert(db, {
        cmId,
        kind: 'setSettings',
        args: { document },
        operator: serverItself,
        validMinutes,
      });
    });
    if (renewed !== undefined) sending.changed(renewed);
  },
});
