import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { logFile } from '#agent/log-file.ts';
import { openLog } from './log.ts';
import { openRotatingFile } from './rotating-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'log-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const lines = (): Record<string, unknown>[] =>
  readFileSync(logFile(folder), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

it('keeps one line of JSON a call, without secrets, and prints what matters', () => {
  const printed: string[] = [];
  const log = openLog({ dataFolder: folder, level: 'info', print: (line) => printed.push(line) });
  log.debug('too quiet');
  log.info('hello', { port: 443 });
  log.warn('proxy http://ann:pw@proxy:3128 refused', { password: 'pw' });
  log.close();
  log.error('after the end');
  expect(lines()).toEqual([
    expect.objectContaining({ level: 'info', msg: 'hello', port: 443 }),
    expect.objectContaining({
      level: 'warn',
      msg: 'proxy http://[hidden]@proxy:3128 refused',
      password: '[hidden]',
    }),
  ]);
  expect(printed).toEqual(['warn: proxy http://[hidden]@proxy:3128 refused\n']);
});

it('is readable by its owner alone', () => {
  const log = openLog({ dataFolder: folder, level: 'info' });
  log.info('hello');
  log.close();
  expect(statSync(logFile(folder)).mode & 0o077).toBe(0);
});

it('never grows beyond its bound and forgets the oldest', () => {
  const file = path.join(folder, 'a.log');
  const rotating = openRotatingFile({ file, maxBytes: 10, keep: 2 });
  for (const word of ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'])
    rotating.write(`${word}\n`);
  rotating.close();
  expect(readdirSync(folder).sort()).toEqual(['a.log', 'a.log.1', 'a.log.2']);
  const kept = ['a.log.2', 'a.log.1', 'a.log'].map((name) => readFileSync(path.join(folder, name), 'utf8'));
  expect(kept).toEqual(['four\nfive\n', 'six\nseven\n', 'eight\n']);
});

it('goes on after the disk refused', () => {
  const blocked = path.join(folder, 'logs');
  writeFileSync(blocked, 'a file where the folder should be');
  const log = openLog({ dataFolder: folder, level: 'info' });
  log.info('lost');
  rmSync(blocked);
  log.info('kept');
  log.close();
  expect(existsSync(logFile(folder))).toBe(true);
  expect(lines().map(({ msg }) => msg)).toEqual(['kept']);
});
