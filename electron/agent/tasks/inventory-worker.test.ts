import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { startChildProcess } from '../../adapters/child-process.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'worker-'));
afterAll(() => rmSync(folder, { recursive: true }));
const script = (name: string, code: string): URL => {
  const file = path.join(folder, name);
  writeFileSync(file, code);
  return pathToFileURL(file);
};
const here = (file: string): string => JSON.stringify(new URL(file, import.meta.url).href);

test('a failure outside of any source is told with its reason', async () => {
  const helper = startChildProcess(
    script(
      'fails.mjs',
      `await import(${here('./inventory-worker.ts')}); setImmediate(() => { throw new Error('boom'); });`,
    ),
  );
  const told = await new Promise((resolve) => helper.onMessage(resolve));
  helper.kill();
  expect(told).toEqual({ failed: 'boom' });
});

test('without an agent there is nothing to do', async () => {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./inventory-worker.ts', import.meta.url))], {
    stdio: 'ignore',
  });
  expect(await once(child, 'exit')).toEqual([1, null]);
});

test('the process ends when its agent was killed', async () => {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  // As long as it lives it holds a line to this test.
  const reads = script(
    'reads.mjs',
    `import net from 'node:net';
    await import(${here('./inventory-worker.ts')});
    net.connect(${port}, '127.0.0.1').resume();
    setInterval(() => {}, 1000);`,
  );
  const agent = script(
    'agent.mjs',
    `import { startChildProcess } from ${here('../../adapters/child-process.ts')};
    startChildProcess(new URL(${JSON.stringify(reads.href)}));`,
  );
  const parent = spawn(process.execPath, [fileURLToPath(agent)], { stdio: 'ignore' });
  const [line] = (await once(server, 'connection')) as [net.Socket];
  const ended = once(line.resume(), 'close');
  parent.kill('SIGKILL');
  await expect(ended).resolves.toEqual([expect.any(Boolean)]);
  server.close();
});
