import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '#forge/clock.ts';
import { parseConfig } from '#forge/config.ts';
import { createServer } from '#forge/server.ts';
import type { ForgeServer, Started } from '#forge/server.ts';
import { openBrowser } from '../../fakes/portal-browser.ts';
import type { PortalBrowser } from '../../fakes/portal-browser.ts';

let folder: string;
let server: ForgeServer;
let started: Started;
let browser: PortalBrowser;
const start = async (): Promise<void> => {
  const config = parseConfig({ dataFolder: join(folder, 'data'), httpPort: 0 });
  const host = {
    clock: systemClock,
    log: pino({ level: 'silent' }),
    version: '1.2.3',
    portalFolder: join(folder, 'pages'),
  };
  server = await createServer(config, host);
  started = await server.start();
  browser = openBrowser(started.addresses[0] ?? '');
};
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'forge-whole-'));
  await start();
});
afterEach(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

test('the first start makes a maintainer who can sign in, and the next one does not', async () => {
  const maintainer = started.firstOperator;
  expect((await browser.call('signIn', { body: maintainer })).status).toBe(200);
  const cookies = new Map(browser.cookies);
  await server.stop();
  await start();
  expect(started.firstOperator).toBeUndefined();
  for (const [name, value] of cookies) browser.cookies.set(name, value);
  expect((await browser.call('session')).value?.name).toBe('maintainer');
  expect((await browser.call('signIn', { body: maintainer })).status).toBe(200);
});

test('the Portal answers beside the computers’ own addresses', async () => {
  await browser.call('signIn', { body: started.firstOperator });
  expect((await browser.call('computers')).value).toEqual([]);
  expect((await browser.call('customers')).value).toHaveLength(1);
  const made = await browser.call('addToken', { body: { customer: 'HOME', note: '', validHours: 1 } });
  expect(made.value?.text).toMatch(/^CM1\./);
  const description = (await (await browser.fetch('/api/openapi.json')).json()) as {
    info: { version: string };
  };
  expect(description.info.version).toBe('1.2.3');
  expect((await browser.fetch('/cm/v1/keys')).status).toBe(200);
});

test('it stops although a page listens, and ends its stream', async () => {
  await browser.call('signIn', { body: started.firstOperator });
  const stream = await browser.fetch('/api/events');
  expect(stream.status).toBe(200);
  const text = stream.text();
  await server.stop();
  expect(await text).toContain('retry:');
});
