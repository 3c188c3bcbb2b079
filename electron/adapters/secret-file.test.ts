import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Log } from '#agent/host.ts';
import { createKeyFileSealer } from './key-file.ts';
import { openSecretStore } from './secret-file.ts';
import type { Sealer } from './secret-file.ts';

const field = 'http.proxyPassword';
let dataFolder: string;
let errors: string[];
let log: Log;
beforeEach(() => {
  dataFolder = mkdtempSync(path.join(tmpdir(), 'secrets-'));
  errors = [];
  log = { debug: () => {}, info: () => {}, warn: () => {}, error: (message) => void errors.push(message) };
});
afterEach(() => {
  rmSync(dataFolder, { recursive: true });
});

/** A keyring that can be there or not; it seals by turning the text around. */
const keyring = (isThere: () => boolean): Sealer => {
  const turned = (text: string): string => text.split('').reverse().join('');
  return {
    kind: 'keyring',
    description: 'in the keyring',
    available: () => Promise.resolve(isThere()),
    seal: (secret) => Promise.resolve(Buffer.from(turned(secret))),
    open: (sealed) => Promise.resolve(turned(Buffer.from(sealed).toString())),
  };
};

const withKeyFile = () => openSecretStore({ dataFolder, sealers: [createKeyFileSealer(dataFolder)], log });

it('keeps a secret sealed, for this user alone, and gives it back after a restart', async () => {
  await withKeyFile().set(field, 'wörd of mouth');
  const kept = readFileSync(path.join(dataFolder, 'secrets.json'), 'utf8');
  expect(kept).not.toContain('of mouth');
  for (const name of ['secrets.json', 'secrets.key'])
    expect(statSync(path.join(dataFolder, name)).mode & 0o077).toBe(0);
  expect(withKeyFile().has(field)).toBe(true);
  expect(await withKeyFile().get(field)).toBe('wörd of mouth');
});

it('forgets a secret that is cleared', async () => {
  const store = withKeyFile();
  await store.set(field, 'x');
  await store.set(field, null);
  expect(store.has(field)).toBe(false);
  expect(await withKeyFile().get(field)).toBeUndefined();
});

it('uses the keyring where there is one, and says which way is in use', async () => {
  let isThere = true;
  const open = () =>
    openSecretStore({ dataFolder, sealers: [keyring(() => isThere), createKeyFileSealer(dataFolder)], log });
  await open().set(field, 'one');
  expect(existsSync(path.join(dataFolder, 'secrets.key'))).toBe(false);
  expect(open().description()).toBe('in the keyring');
  isThere = false;
  expect(await open().get(field)).toBeUndefined();
  expect(open().has(field)).toBe(true);
  isThere = true;
  expect(await open().get(field)).toBe('one');
  isThere = false;
  await open().set(field, 'two');
  expect(open().description()).toContain('key file');
  expect(await open().get(field)).toBe('two');
});

it('does not ask the keyring before a secret is needed', () => {
  let asked = 0;
  const store = openSecretStore({ dataFolder, sealers: [keyring(() => (asked += 1) > 0)], log });
  store.has(field);
  store.description();
  expect(asked).toBe(0);
});

it('says that a secret cannot be opened when its key is gone', async () => {
  await withKeyFile().set(field, 'x');
  rmSync(path.join(dataFolder, 'secrets.key'));
  expect(await withKeyFile().get(field)).toBeUndefined();
  expect(errors).toEqual([expect.stringContaining('give it again')]);
});

it('sets a damaged file aside and goes on', async () => {
  writeFileSync(path.join(dataFolder, 'secrets.json'), '{"http.proxyPassword":1}');
  expect(await withKeyFile().get(field)).toBeUndefined();
  expect(existsSync(path.join(dataFolder, 'secrets.json.damaged'))).toBe(true);
  expect(errors).toHaveLength(1);
});
