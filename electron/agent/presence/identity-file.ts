import { randomInt } from 'node:crypto';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { cmIdSchema, keySchema, momentSchema } from '#shared/protocol/names.ts';
import { serverKeysSchema } from '#shared/protocol/registration.ts';
import { generateKeyPair } from '#shared/wire/keys.ts';
import { writeFileDurably } from '../store/durable-file.ts';

const keyPairSchema = z.strictObject({ publicKey: keySchema, privateKey: keySchema });

const registrationRecordSchema = z.strictObject({
  cmId: cmIdSchema,
  tickKey: keySchema,
  server: z.string(),
  rootKeyHash: keySchema,
  keys: serverKeysSchema,
  registeredAt: momentSchema,
});
export type RegistrationRecord = z.infer<typeof registrationRecordSchema>;

/**
 * Who this computer is. It is a file of its own, readable by its owner alone, so that it outlives a damaged store and is there
 * before any keyring is asked. `epoch` is the highest that this identity has used.
 */
const identityRecordSchema = z.strictObject({
  signing: keyPairSchema,
  sealing: keyPairSchema,
  epoch: z.int().min(0).max(0xffff_ffff),
  registration: registrationRecordSchema.optional(),
});
export type IdentityRecord = z.infer<typeof identityRecordSchema>;

export interface IdentityFile {
  read(): IdentityRecord;
  write(record: IdentityRecord): void;
  /** What was wrong with the file, in a sentence for the user. */
  recovered: string | undefined;
}

const newRecord = (): IdentityRecord => ({
  signing: generateKeyPair('Ed25519'),
  sealing: generateKeyPair('X25519'),
  epoch: 0,
});

const load = (file: string): IdentityRecord | undefined => {
  try {
    return identityRecordSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
};

/**
 * Opens the identity in the data folder, or makes a new one. A file that cannot be read is set aside, never overwritten.
 * @throws when the folder cannot be written
 */
export const openIdentityFile = (dataFolder: string): IdentityFile => {
  const file = path.join(dataFolder, 'identity.json');
  let recovered: string | undefined;
  let record = existsSync(file) ? load(file) : undefined;
  const write = (next: IdentityRecord): void => {
    writeFileDurably(file, JSON.stringify(next, null, 2));
    record = next;
  };
  if (record === undefined) {
    if (existsSync(file)) {
      const aside = `${file}.damaged-${randomInt(1_000_000)}`;
      renameSync(file, aside);
      recovered = `The identity file was damaged and is kept as ${path.basename(aside)}. Register this computer again.`;
    }
    write(newRecord());
  }
  return {
    read: () => {
      if (record === undefined) throw new Error('the identity is written before it is read');
      return record;
    },
    write,
    recovered,
  };
};
