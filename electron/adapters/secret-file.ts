import { existsSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { writeFileDurably } from '#agent/store/durable-file.ts';
import type { Log, SecretStore } from '#agent/host.ts';

/** One way of making a secret unreadable for others. */
export interface Sealer {
  kind: 'keyring' | 'keyFile';
  /** How secrets are kept by it, in a sentence for the user. */
  description: string;
  /** May ask the operating system, so it is only called when a secret is needed. */
  available(): Promise<boolean>;
  seal(secret: string): Promise<Uint8Array>;
  /** Throws when the secret was sealed with another key. */
  open(sealed: Uint8Array): Promise<string>;
}

export interface SecretStoreOptions {
  dataFolder: string;
  /** The best first; the first that is available seals. */
  sealers: Sealer[];
  log: Log;
}

const entriesSchema = z.record(
  z.string(),
  z.strictObject({ kind: z.enum(['keyring', 'keyFile']), sealed: z.base64() }),
);
type Entries = z.infer<typeof entriesSchema>;

const readEntries = (file: string, log: Log): Entries => {
  if (!existsSync(file)) return {};
  try {
    return entriesSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    renameSync(file, `${file}.damaged`);
    log.error('The file of secrets was damaged and set aside; the passwords must be given again.', { error });
    return {};
  }
};

const firstAvailable = async (sealers: Sealer[]): Promise<Sealer> => {
  for (const sealer of sealers) if (await sealer.available()) return sealer;
  throw new Error('Secrets cannot be kept on this computer: neither a keyring nor a key file can be used.');
};

/** Secrets, sealed, in `secrets.json` of the data folder. Each remembers how it was sealed, so that a keyring may come and go. */
export const openSecretStore = ({ dataFolder, sealers, log }: SecretStoreOptions): SecretStore => {
  const file = path.join(dataFolder, 'secrets.json');
  let entries = readEntries(file, log);

  const save = (changed: Entries): void => {
    writeFileDurably(file, `${JSON.stringify(changed, null, 2)}\n`);
    entries = changed;
  };

  return {
    has: (field) => field in entries,
    get: async (field) => {
      const entry = entries[field];
      const sealer = sealers.find(({ kind }) => kind === entry?.kind);
      if (!entry || !sealer || !(await sealer.available())) return undefined;
      try {
        return await sealer.open(Buffer.from(entry.sealed, 'base64'));
      } catch (error) {
        log.error(`The secret ${field} cannot be opened any more; give it again.`, { error });
        return undefined;
      }
    },
    set: async (field, value) => {
      const { [field]: _old, ...others } = entries;
      if (value === null) {
        save(others);
        return;
      }
      const sealer = await firstAvailable(sealers);
      const sealed = Buffer.from(await sealer.seal(value)).toString('base64');
      save({ ...entries, [field]: { kind: sealer.kind, sealed } });
    },
    description: () => {
      const inUse = sealers.filter(({ kind }) => Object.values(entries).some((entry) => entry.kind === kind));
      return (inUse.length > 0 ? inUse : sealers).map(({ description }) => description).join(', or else ');
    },
  };
};
