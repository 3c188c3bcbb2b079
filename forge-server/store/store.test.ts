import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqlite } from './sqlite.ts';
import { openStore } from './store.ts';
import type { Store, Work } from './store.ts';

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'forge-store-'));
  store = await openStore(openSqlite(join(folder, 'forge.db')));
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const put =
  (name: string): Work<string> =>
  async (db) => {
    await db.insertInto('facts').values({ name, value: '1' }).execute();
    return name;
  };
const names = async (): Promise<string[]> =>
  (await store.db.selectFrom('facts').select('name').orderBy('name').execute()).map((row) => row.name);

test('works of one turn share one transaction, and each gets its own value', async () => {
  const reader = new DatabaseSync(join(folder, 'forge.db'), { readOnly: true });
  const last: Work<unknown> = async (db) => {
    const inside = await db.selectFrom('facts').select('name').execute();
    return [inside.length, reader.prepare('select count(*) as n from facts').get()?.['n']];
  };
  expect(await Promise.all([store.write(put('a')), store.write(put('b')), store.write(last)])).toEqual([
    'a',
    'b',
    [2, 0],
  ]);
  expect(await names()).toEqual(['a', 'b']);
  reader.close();
});

test('a work that throws takes back its own changes only', async () => {
  const broken: Work<never> = async (db) => {
    await put('half')(db);
    throw new Error('no');
  };
  const outcomes = await Promise.allSettled([
    store.write(put('a')),
    store.write(broken),
    store.write(put('b')),
  ]);
  expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await names()).toEqual(['a', 'b']);
});

test('nothing is answered before the commit, and a reader never sees half of it', async () => {
  const reader = new DatabaseSync(join(folder, 'forge.db'), { readOnly: true });
  const count = (): unknown => reader.prepare('select count(*) as n from facts').get()?.['n'];
  let during: unknown;
  await store.write(async (db) => {
    await put('a')(db);
    during = count();
  });
  expect(during).toBe(0);
  expect(count()).toBe(1);
  reader.close();
});

test('when the commit fails every work of the group is told, and the next ones go on', async () => {
  await sql`pragma max_page_count = 60`.execute(store.db);
  const tooBig: Work<void> = async (db) => {
    await db
      .insertInto('facts')
      .values({ name: 'big', value: 'x'.repeat(1_000_000) })
      .execute();
  };
  const outcomes = await Promise.allSettled([store.write(tooBig), store.write(put('beside'))]);
  expect(outcomes[0].status).toBe('rejected');
  const kept = await names();
  expect(kept).toEqual(outcomes[1].status === 'fulfilled' ? ['beside'] : []);
  expect(await store.write(put('after'))).toBe('after');
});

test('the next start finds everything, and the file is its owner’s alone', async () => {
  await store.write(put('a'));
  await store.close();
  store = await openStore(openSqlite(join(folder, 'forge.db')));
  expect(await names()).toEqual(['a']);
  expect(statSync(join(folder, 'forge.db')).mode & 0o077).toBe(0);
});

test('what is written after the close is refused, what was written before it is kept', async () => {
  const before = store.write(put('before'));
  const closing = store.close();
  await expect(store.write(put('after'))).rejects.toThrow('closed');
  await expect(before).resolves.toBe('before');
  await closing;
  store = await openStore(openSqlite(join(folder, 'forge.db')));
  expect(await names()).toEqual(['before']);
});
