import { chmodSync, closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { keySchema } from '#shared/protocol/names.ts';
import { generateKeyPair } from '#shared/wire/keys.ts';
import { codeOf, StartError } from './start-error.ts';

const pairSchema = z.strictObject({ publicKey: keySchema, privateKey: keySchema });
const keysSchema = z.strictObject({
  serial: z.int().min(1),
  root: pairSchema,
  command: pairSchema,
  sealing: pairSchema,
});

/**
 * The server's keys. `root` is what every registration token vouches for and only signs the other two; `command` signs all
 * that the server says; `sealing` opens what is sent to it. `serial` grows when the daily keys are replaced.
 */
export type Keys = z.infer<typeof keysSchema>;

const newKeys = (): Keys => ({
  serial: 1,
  root: generateKeyPair('Ed25519'),
  command: generateKeyPair('Ed25519'),
  sealing: generateKeyPair('X25519'),
});

const save = (file: string, keys: Keys): void => {
  const half = `${file}.new`;
  const handle = openSync(half, 'w', 0o600);
  writeSync(handle, `${JSON.stringify(keys, null, 2)}\n`);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(half, file);
};

const read = (file: string): string | undefined => {
  try {
    chmodSync(file, 0o600);
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
};

const parse = (file: string, text: string): Keys => {
  try {
    return keysSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new StartError(
      `The server's keys in ${file} cannot be read: put the file back from a backup. With new keys every computer would have to be registered again.`,
      error,
    );
  }
};

/**
 * Reads the keys from an owner-only file; at the first start makes them. A damaged file is never replaced.
 * @param mayMake false when the server already has computers, so that lost keys are told and not replaced
 * @throws StartError with what to do
 */
export const loadKeys = (file: string, mayMake: boolean): Keys => {
  const text = read(file);
  if (text !== undefined) return parse(file, text);
  if (!mayMake)
    throw new StartError(
      `The server's keys are missing: put ${file} back from a backup. Without them no registered computer would believe this server.`,
    );
  const keys = newKeys();
  try {
    save(file, keys);
  } catch (error) {
    throw new StartError(
      `The server's keys cannot be written to ${file} (${codeOf(error)}): free some space, and give its owner the right to write.`,
      error,
    );
  }
  return keys;
};
