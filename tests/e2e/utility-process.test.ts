// Helpers of the tray program, in a bare Electron: what the agent's own tests see of them in plain Node holds there too.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { requireElectron } from '../../build/electron-dist.mjs';

const adapter = new URL('../../electron/shell/utility-process.ts', import.meta.url).href;
const parent = new URL('../../electron/agent/tasks/parent.ts', import.meta.url).href;
const started: ChildProcess[] = [];
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'helper-'));
});
afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  rmSync(folder, { recursive: true });
});

/**
 * Starts Electron with one helper. `host` has `helper` and `say`, which writes a line for the test; `job` has `agent` and `net`.
 * Gives what is said.
 */
const start = (host: string, job: string): { electron: ChildProcess; said: AsyncIterator<unknown> } => {
  const helper = path.join(folder, 'helper.mjs');
  writeFileSync(
    helper,
    `import net from 'node:net';
    import v8 from 'node:v8';
    import { findParent } from ${JSON.stringify(parent)};
    const agent = findParent();
    ${job}`,
  );
  const main = path.join(folder, 'main.mjs');
  writeFileSync(
    main,
    `import { app } from 'electron';
    import { startUtilityProcess } from ${JSON.stringify(adapter)};
    const say = (word) => process.stdout.write('said ' + JSON.stringify(word) + '\\n');
    app.disableHardwareAcceleration();
    app.whenReady().then(() => {
      const helper = startUtilityProcess(new URL(${JSON.stringify(pathToFileURL(helper).href)}));
      ${host}
    });`,
  );
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const electron = spawn(requireElectron().executable, [...asRoot, `--user-data-dir=${folder}/user`, main], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  started.push(electron);
  const said = async function* (): AsyncGenerator {
    for await (const line of createInterface(electron.stdout))
      if (line.startsWith('said ')) yield JSON.parse(line.slice('said '.length));
  };
  return { electron, said: said() };
};

const next = async (said: AsyncIterator<unknown>): Promise<unknown> => (await said.next()).value;

test('a helper is asked and answers, with a small heap of its own', async () => {
  const { said } = start(
    `helper.onMessage(say); helper.post({ number: 7 });`,
    `agent.onMessage(({ number }) =>
      agent.post({ number, heap: v8.getHeapStatistics().heap_size_limit }));`,
  );
  const answer = (await next(said)) as { number: number; heap: number };
  expect(answer.number).toBe(7);
  expect(answer.heap).toBeLessThan(400 * 1024 * 1024);
});

test('the end of a helper is told', async () => {
  const { said } = start(`helper.onExit(say); helper.post('go');`, `agent.onMessage(() => process.exit(3));`);
  expect(await next(said)).toBe('ended with code 3');
});

test('a helper is ended at once, before it has started and when it hears nothing any more', async () => {
  const early = start(`helper.onExit(say); helper.kill();`, `for (;;);`);
  expect(await next(early.said)).toBe('ended with code 9');
  const late = start(
    `helper.onExit(say); helper.onMessage(() => helper.kill()); helper.post('go');`,
    `agent.onMessage(() => { agent.post('now'); setImmediate(() => { for (;;); }); });`,
  );
  expect(await next(late.said)).toBe('ended with code 9');
});

test('a helper that hears nothing any more ends when its agent was killed', async () => {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  // As long as it lives it holds a line to this test.
  const { electron } = start(
    '',
    `net.connect(${port}, '127.0.0.1', () => { setImmediate(() => { for (;;); }); });`,
  );
  const [line] = (await once(server, 'connection')) as [net.Socket];
  const ended = once(line.resume(), 'close');
  electron.kill('SIGKILL');
  await expect(ended).resolves.toEqual([expect.any(Boolean)]);
  server.close();
});
