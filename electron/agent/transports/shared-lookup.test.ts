import { expect, test } from 'vitest';
import type { LookupAddress } from 'node:dns';
import type { LookupOptions } from 'node:dns';
import { createSharedLookup } from './shared-lookup.ts';

type Answer = {
  error: NodeJS.ErrnoException | null;
  address: string | LookupAddress[];
  family: number | undefined;
};

const lookup = createSharedLookup();
const ask = (hostname: string, options: LookupOptions = {}): Promise<Answer> =>
  new Promise((resolve) => {
    lookup(hostname, options, (error, address, family) => resolve({ error, address, family }));
  });

test('those who ask for the same name at the same time get the same answer, each in its own form', async () => {
  const [one, all] = await Promise.all([ask('localhost'), ask('localhost', { all: true })]);
  expect(['127.0.0.1', '::1']).toContain(one.address);
  expect(all.address).toContainEqual({ address: one.address, family: one.family });
});

test('a name that is not known fails for all who asked, and may be asked again', async () => {
  const failures = await Promise.all([ask('no-such-host.invalid'), ask('no-such-host.invalid')]);
  for (const { error } of failures) expect(['ENOTFOUND', 'EAI_AGAIN']).toContain(error?.code);
  expect((await ask('no-such-host.invalid')).error).not.toBeNull();
});
