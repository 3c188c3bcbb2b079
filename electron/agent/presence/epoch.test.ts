import { expect, test } from 'vitest';
import { generateKeyPair } from '#shared/wire/keys.ts';
import { settleEpoch } from './epoch.ts';
import type { IdentityFile, IdentityRecord } from './identity-file.ts';

const now = Date.UTC(2026, 10, 20);

const memory = (epochInFile: number, epochInStore?: number) => {
  let record: IdentityRecord = {
    signing: generateKeyPair('Ed25519'),
    sealing: generateKeyPair('X25519'),
    epoch: epochInFile,
  };
  const facts = new Map<string, unknown>(epochInStore === undefined ? [] : [['epoch', epochInStore]]);
  const file: IdentityFile = { read: () => record, write: (next) => (record = next), recovered: undefined };
  const store = {
    write: <T>(work: () => T): Promise<T> => Promise.resolve(work()),
    facts: {
      get: (name: string) => facts.get(name) as never,
      set: (name: string, value: unknown) => void facts.set(name, value),
    },
  };
  return { file, store, epochs: () => ({ file: record.epoch, store: facts.get('epoch') }) };
};

test('a new computer gets an epoch from the clock, the same in both places', async () => {
  const me = memory(0);
  await settleEpoch(me.store, me.file, now);
  const { file, store } = me.epochs();
  expect(file).toBeGreaterThan(0);
  expect(store).toBe(file);
});

test('a store that is still there keeps its epoch', async () => {
  const me = memory(1234, 1234);
  await settleEpoch(me.store, me.file, now);
  expect(me.epochs()).toEqual({ file: 1234, store: 1234 });
});

test('a store made anew gets a higher one, also when the clock was in the future before', async () => {
  const future = 4_000_000_000;
  const me = memory(future);
  await settleEpoch(me.store, me.file, now);
  expect(me.epochs()).toEqual({ file: future + 1, store: future + 1 });
});

test('an old store put back from a backup does not bring old numbers back', async () => {
  const me = memory(500, 400);
  await settleEpoch(me.store, me.file, now);
  expect(me.epochs().file).toBeGreaterThan(500);
  expect(me.epochs().store).toBe(me.epochs().file);
});

test('a crash between the two writes is made good', async () => {
  const me = memory(600, undefined);
  await settleEpoch(me.store, me.file, 0);
  expect(me.epochs()).toEqual({ file: 601, store: 601 });
});
