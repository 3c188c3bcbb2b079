import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { writeFileDurably } from '#agent/store/durable-file.ts';
import type { Sealer } from './secret-file.ts';

const cipher = 'aes-256-gcm';
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

const readKey = (file: string): Buffer => {
  const key = Buffer.from(readFileSync(file, 'utf8'), 'base64');
  if (key.length !== keyBytes)
    throw new Error(`${file} holds no key; remove it and give the passwords again`);
  return key;
};

const readOrMakeKey = (file: string): Buffer => {
  if (existsSync(file)) return readKey(file);
  const key = randomBytes(keyBytes);
  writeFileDurably(file, key.toString('base64'));
  return key;
};

/**
 * Seals secrets with a key in a file of the data folder that only this user account can read. That keeps them out of copies of
 * the settings and out of other accounts' sight; it does not keep them from programs of the same account.
 */
export const createKeyFileSealer = (dataFolder: string): Sealer => {
  const file = path.join(dataFolder, 'secrets.key');
  return {
    kind: 'keyFile',
    description: 'encrypted with a key file that only this user account can read',
    available: () => Promise.resolve(true),
    seal: async (secret) => {
      const nonce = randomBytes(nonceBytes);
      const sealing = createCipheriv(cipher, readOrMakeKey(file), nonce);
      const sealed = [nonce, sealing.update(secret, 'utf8'), sealing.final()];
      return Buffer.concat([...sealed, sealing.getAuthTag()]);
    },
    open: async (sealed) => {
      const opening = createDecipheriv(cipher, readKey(file), sealed.subarray(0, nonceBytes));
      opening.setAuthTag(sealed.subarray(-tagBytes));
      const secret = [opening.update(sealed.subarray(nonceBytes, -tagBytes)), opening.final()];
      return Buffer.concat(secret).toString('utf8');
    },
  };
};
