import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseToken } from '#shared/wire/token.ts';
import { WireAgent } from '../../fakes/wire-agent.ts';
import { like } from './like.ts';

const program = join(import.meta.dirname, '../../../forge-server/main.ts');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'forge-start-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const data = (): string => join(folder, 'data');
const run = (args: string[], environment: Record<string, string> = {}) =>
  spawn(process.execPath, [program, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], FORGE_HTTP_PORT: '0', FORGE_LOG_LEVEL: 'error', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** Runs to the end: exit code, and what was printed for people. */
const toEnd = async (args: string[], environment?: Record<string, string>) => {
  const child = run(args, environment);
  const [[code], out, err] = await Promise.all([
    once(child, 'exit') as Promise<[number]>,
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, out, err };
};

const serve = async (args: string[] = [], environment?: Record<string, string>) => {
  const child = run(['--data', data(), ...args], environment);
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const line = async (): Promise<string> => ((await lines.next()) as { value: string }).value;
  const stop = async (): Promise<number> => {
    const gone = once(child, 'exit') as Promise<[number]>;
    child.kill('SIGTERM');
    return (await gone)[0];
  };
  return { line, stop };
};

test('the first start prints the maintainer’s password once, and a signal ends it cleanly', async () => {
  const first = await serve();
  expect(await first.line()).toMatch(/^Forge .* is running\. CM Portal: http:\/\/127\.0\.0\.1:\d+$/);
  expect(await first.line()).toMatch(/^Sign in as maintainer with the password \S+ \(shown only now/);
  expect(await first.stop()).toBe(0);
  expect(statSync(data()).mode & 0o077).toBe(0);
  for (const name of readdirSync(data())) expect(statSync(join(data(), name)).mode & 0o077, name).toBe(0);

  const again = await serve();
  await again.line();
  const rest = again.line();
  expect(await again.stop()).toBe(0);
  expect(await rest).toBeUndefined();
});

test('--token prints a token that registers, beside the running server or without it', async () => {
  const server = await serve();
  const base = (await server.line()).split(' ').at(-1)!;
  const port = new URL(base).port;
  const beside = await toEnd(['--data', data(), '--token', '--note', 'reception'], { FORGE_HTTP_PORT: port });
  expect(beside).toMatchObject({ code: 0, err: '' });
  expect(parseToken(beside.out)).toMatchObject({ server: base });
  expect(await new WireAgent(base).register(beside.out)).toMatchObject({ outcome: 'accepted' });
  await server.stop();
  expect(
    (await toEnd(['--data', data(), '--token'], { FORGE_PUBLIC_ADDRESS: 'https://cm.example.com' })).out,
  ).toMatch(/^CM1\./);
});

test('a token cannot be made without knowing the server’s address, nor for nobody', async () => {
  expect(await toEnd(['--data', data(), '--token'])).toMatchObject({
    code: 1,
    err: like(/^The server has no fixed port/),
  });
  const nobody = await toEnd(['--data', data(), '--token', '--customer', 'NOBODY'], {
    FORGE_HTTP_PORT: '8080',
  });
  expect(nobody).toMatchObject({ code: 1, err: 'There is no customer NOBODY: add it first.\n' });
});

test('a forgotten password is replaced on the server itself', async () => {
  const server = await serve();
  await server.line();
  await server.line();
  await server.stop();
  expect((await toEnd(['--data', data(), '--reset-password', 'Maintainer'])).out).toMatch(
    /^The new password of maintainer: \S+\n$/,
  );
  expect(await toEnd(['--data', data(), '--reset-password', 'nobody'])).toMatchObject({
    code: 1,
    err: 'There is no operator nobody.\n',
  });
});

test('a port in use, a second server, and a folder that cannot be written to: one sentence each, and exit code 1', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const inUse = await toEnd(['--data', data()], { FORGE_HTTP_PORT: String(port) });
  expect(inUse).toMatchObject({ code: 1, out: '' });
  expect(inUse.err).toBe(
    `Port ${port} of 127.0.0.1 is in use by another program: stop that program, or choose another with httpPort in forge.json or FORGE_HTTP_PORT.\n`,
  );
  other.close();

  const server = await serve();
  await server.line();
  expect(await toEnd(['--data', data()])).toMatchObject({
    code: 1,
    err: like(/^Another Forge is running on the data folder/),
  });
  await server.stop();

  writeFileSync(join(folder, 'a-file'), '');
  const inFile = await toEnd(['--data', join(folder, 'a-file', 'data')]);
  expect(inFile).toMatchObject({
    code: 1,
    err: like(/^The data folder .* cannot be written to \(ENOTDIR\): .*--data\.\n$/),
  });
});

test('lost or damaged keys are never replaced while computers depend on them', async () => {
  const server = await serve();
  const base = (await server.line()).split(' ').at(-1)!;
  const made = await toEnd(['--data', data(), '--token'], { FORGE_HTTP_PORT: new URL(base).port });
  await new WireAgent(base).register(made.out);
  await server.stop();
  const file = join(data(), 'keys.json');
  const keys = readFileSync(file);

  writeFileSync(file, keys.subarray(0, 100));
  expect(await toEnd(['--data', data()])).toMatchObject({
    code: 1,
    err: like('put the file back from a backup'),
  });
  expect(readFileSync(file)).toEqual(keys.subarray(0, 100));
  rmSync(file);
  expect(await toEnd(['--data', data()])).toMatchObject({
    code: 1,
    err: like('are missing'),
  });
  writeFileSync(file, keys);
  const back = await serve();
  expect(await back.line()).toContain('is running');
  await back.stop();
});

test('a lost database is never replaced while the keys are there', async () => {
  await toEnd(['--data', data(), '--token'], { FORGE_HTTP_PORT: '8080' });
  const file = join(data(), 'forge.db');
  rmSync(file);
  const lost = {
    code: 1,
    err: like(/^The database .*forge\.db is missing, .*backup; or remove .*keys\.json to/),
  };
  expect(await toEnd(['--data', data()])).toMatchObject(lost);
  writeFileSync(file, '');
  expect(await toEnd(['--data', data()])).toMatchObject(lost);
  rmSync(join(data(), 'keys.json'));
  const anew = await serve();
  expect(await anew.line()).toContain('is running');
  await anew.stop();
});

test('a database that a newer Forge wrote, or that somebody else holds, is told and left alone', async () => {
  await toEnd(['--data', data(), '--token'], { FORGE_HTTP_PORT: '8080' });
  const db = new DatabaseSync(join(data(), 'forge.db'));
  db.exec("insert into kysely_migration (name, timestamp) values ('999-later', '2030-01-01')");
  const newer = await toEnd(['--data', data()]);
  expect(newer).toMatchObject({
    code: 1,
    err: like(/cannot be opened .*: a newer Forge wrote it: start that one\.\n$/),
  });
  db.exec("delete from kysely_migration where name = '999-later'");
  db.exec('begin exclusive');
  const held = await toEnd(['--data', data()]);
  expect(held).toMatchObject({
    code: 1,
    err: like(/locked.*: another program is using it: close that program\.\n$/),
  });
  db.close();
});

test('a damaged database is told, and stays as it is', async () => {
  const server = await serve();
  await server.line();
  await server.line();
  await server.stop();
  const file = join(data(), 'forge.db');
  writeFileSync(file, 'this is no database'.repeat(1000));
  expect(await toEnd(['--data', data()])).toMatchObject({
    code: 1,
    err: like(/^The database .* cannot be opened .*backup/),
  });
  expect(readFileSync(file, 'utf8')).toContain('this is no database');
});

test('a wrong flag or setting is told in a sentence', async () => {
  expect(await toEnd(['--tokn'])).toMatchObject({
    code: 1,
    err: like(/--tokn.*--help tells/),
  });
  expect(await toEnd(['--config', 'missing.json'])).toMatchObject({
    code: 1,
    err: like(/^There is no configuration file .*missing\.json\.\n$/),
  });
  writeFileSync(join(folder, 'forge.json'), '{ "httpPort": 70000 }');
  const wrong = await toEnd([], { FORGE_HTTP_PORT: '99999' });
  expect(wrong).toMatchObject({
    code: 1,
    out: '',
    err: like(/is wrong at "httpPort": write a port from 0 to 65535, or "off"\.\n$/),
  });
});
