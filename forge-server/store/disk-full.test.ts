import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { isDiskFull } from './disk-full.ts';
import { databaseError } from './open-database.ts';

const file = '/data/forge.db';
const withCode = (properties: { code?: string; errcode?: number }): Error =>
  Object.assign(new Error('it failed'), properties);
const roomy = (): number => 1e9;
const none = (): number => 0;

/** What SQLite really throws when there is no room, wrapped as the store wraps it. */
const fullError = (): Error => {
  const db = new DatabaseSync(':memory:');
  try {
    db.exec('pragma max_page_count = 1; create table a (b); create table c (d)');
  } catch (error) {
    return new Error('its tables cannot be made', { cause: error });
  } finally {
    db.close();
  }
  throw new Error('there was room');
};

test.each([
  ['the system says so', withCode({ code: 'ENOSPC' }), roomy, true],
  ['SQLite says so', fullError(), roomy, true],
  ['SQLite cannot write and nothing is free', withCode({ errcode: 778 }), none, true],
  ['SQLite cannot write and much is free', withCode({ errcode: 778 }), roomy, false],
  ['the file is damaged and nothing is free', withCode({ errcode: 11 }), none, false],
  ['it is no error at all', 'full', none, false],
])('a full disk is told from other faults: %s', (_, error, free, full) => {
  expect(isDiskFull(file, error, free)).toBe(full);
});

test('a full disk needs space, and no backup', () => {
  expect(databaseError(file, fullError()).message).toMatch(/: the disk is full: free some space\.$/);
});
