import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { agentCalls } from '#shared/ipc.ts';
import type { AgentApi, AgentCall } from '#shared/ipc.ts';
import { consoleAddress } from './address.ts';
import { askAgent } from './client.ts';
import { ConsoleServer } from './server.ts';
import { silentLog } from '../silent-log.double.ts';

/** An agent that answers two calls and refuses the others. */
const api = {
  ...(Object.fromEntries(
    (Object.keys(agentCalls) as AgentCall[]).map((call) => [
      call,
      () => Promise.reject(new Error('not now')),
    ]),
  ) as unknown as AgentApi),
  settingsExport: () => Promise.resolve('{"form":1}'),
  runTask: ({ taskId }: { taskId: string }) =>
    Promise.resolve({ outcome: 'refused' as const, reason: `no task ${taskId}` }),
};

let folder = '';
let server: ConsoleServer;
beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'cm-console-'));
  server = new ConsoleServer(folder, api, silentLog);
  await server.start();
});
afterEach(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a call goes in and its answer comes out', async () => {
  expect(await askAgent(folder, 'settingsExport', undefined)).toBe('{"form":1}');
  expect(await askAgent(folder, 'runTask', { taskId: 'x' })).toEqual({
    outcome: 'refused',
    reason: 'no task x',
  });
});

test('the socket is its owner’s alone', () => {
  expect(statSync(consoleAddress(folder)).mode & 0o077).toBe(0);
});

test('a refusal of the agent comes out as its sentence', async () => {
  await expect(askAgent(folder, 'status', undefined)).rejects.toThrow('not now');
});

test('a second agent on the same folder is refused with what to do', async () => {
  await expect(new ConsoleServer(folder, api, silentLog).start()).rejects.toThrow(/already running.*--data/);
});

test('a socket left behind by kill -9 does not stop the next start', async () => {
  await server.stop();
  const script = `require('node:net').createServer().listen(process.argv[1], () => console.log('up'))`;
  const child = spawn(process.execPath, ['-e', script, consoleAddress(folder)]);
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(statSync(consoleAddress(folder)).isSocket()).toBe(true);
  server = new ConsoleServer(folder, api, silentLog);
  await server.start();
  expect(await askAgent(folder, 'settingsExport', undefined)).toBe('{"form":1}');
});

test('no agent there: one sentence', async () => {
  await expect(askAgent(path.join(folder, 'elsewhere'), 'status', undefined)).rejects.toThrow(/not running/);
});

test.each([
  ['not json'],
  ['{"call":"toString","input":1}'],
  ['{"call":"runTask","input":{"taskId":5}}'],
  ['{}'],
])('the line %s is answered with an error, and the door stays open', async (line) => {
  const socket = net.connect(consoleAddress(folder));
  socket.write(`${line}\n`);
  const reply = await new Promise<string>((resolve) =>
    socket.once('data', (data) => resolve(data.toString())),
  );
  expect(JSON.parse(reply)).toMatchObject({ ok: false });
  socket.destroy();
  expect(await askAgent(folder, 'settingsExport', undefined)).toBe('{"form":1}');
});

test('a folder with a very long name still has an address that fits', () => {
  expect(Buffer.byteLength(consoleAddress(`/${'long'.repeat(60)}`))).toBeLessThanOrEqual(107);
});
