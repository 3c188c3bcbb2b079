import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { portalApi, portalErrorSchema } from '#shared/portal-api.ts';
import type { PortalCall } from '#shared/portal-api.ts';
import { newId } from '#shared/wire/id.ts';
import { openBrowser } from '../../fakes/portal-browser.ts';
import type { Input, PortalBrowser } from '../../fakes/portal-browser.ts';
import { startPortalServer } from '../../fakes/portal-server.ts';
import type { PortalServer } from '../../fakes/portal-server.ts';

let server: PortalServer;
let stranger: PortalBrowser;
let operator: PortalBrowser;
let maintainer: PortalBrowser;
beforeAll(async () => {
  server = await startPortalServer();
  stranger = openBrowser(server.url);
  operator = openBrowser(server.url);
  maintainer = openBrowser(server.url);
  await maintainer.call('signIn', { body: server.maintainer });
  await operator.call('signIn', { body: await server.operators.add({ name: 'Anna', role: 'operator' }) });
});
afterAll(() => server.close());

/** For each call an input that it accepts. */
function inputs(): Record<PortalCall, Input> {
  const { cmId, messageId } = server.computer;
  const unknown = { params: { id: newId(server.clock.now()) } };
  return {
    signIn: { body: server.maintainer },
    session: {},
    signOut: {},
    changePassword: { body: { old: 'not the password', new: 'a new long password' } },
    computers: {},
    computer: { params: { cmId } },
    computerMessages: { params: { cmId } },
    message: { params: { id: messageId } },
    computerCommands: { params: { cmId }, query: { search: 'list' } },
    sendCommand: { params: { cmId }, body: { kind: 'listProcesses', args: {}, validMinutes: 60 } },
    command: unknown,
    cancelCommand: unknown,
    saveSettings: { params: { cmId }, body: { settings: { http: { shortIntervalS: 20 } } } },
    customers: {},
    addCustomer: { body: { code: 'ACME', name: 'Acme' } },
    tokens: {},
    addToken: { body: { customer: 'HOME', note: 'reception', validHours: 24 } },
    removeToken: unknown,
  };
}

const calls = Object.keys(portalApi) as PortalCall[];
const closed = calls.filter((name) => portalApi[name].access !== 'anybody');
const changing = calls.filter((name) => portalApi[name].method !== 'GET');

test.each(closed)('%s is for nobody who has not signed in', async (name) => {
  const { error, status } = await stranger.call(name, inputs()[name]);
  expect(status).toBe(401);
  expect(error).toEqual({ code: 'signInFirst', message: 'Sign in first.' });
});

test.each(closed)('%s does not take a made-up session', async (name) => {
  const forger = openBrowser(server.url);
  forger.cookies.set('forge-session', 'A'.repeat(43));
  expect((await forger.call(name, inputs()[name])).status).toBe(401);
});

test.each(calls.filter((name) => portalApi[name].access === 'maintainer'))(
  '%s is for maintainers only',
  async (name) => {
    const { error, status } = await operator.call(name, inputs()[name]);
    expect(status).toBe(403);
    expect(error?.message).toBe('Only a maintainer may do this: ask one.');
  },
);

// Ends the session, which the others need; session.test.ts has it.
const withAnswer = calls.filter((name) => !['signOut', 'signIn', 'changePassword'].includes(name));
test.each(withAnswer)('%s answers a maintainer as its schema says', async (name) => {
  const { status, error, headers } = await maintainer.call(name, inputs()[name]);
  expect([200, 404]).toContain(status);
  expect(error?.message ?? 'There is no such command').toMatch(/^There is no such (command|token)/);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
});

describe('a change that a page of another site asks for is refused', () => {
  const foreign = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://localhost:1' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ];

  test.each(changing)('%s', async (name) => {
    for (const headers of foreign) {
      const { method } = portalApi[name];
      const path = portalApi[name].path.replaceAll(/:\w+/g, server.computer.cmId);
      const response = await maintainer.fetch(path, { method, headers });
      expect(response.status).toBe(403);
      const { message } = portalErrorSchema.parse(await response.json());
      expect(message).toBe('Make changes in the Portal itself: a page of another site asked for this one.');
    }
  });

  test('but not one from the Portal itself or from a program', async () => {
    for (const headers of [{ origin: server.url }, { 'sec-fetch-site': 'same-origin' }]) {
      const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers } };
      const body = JSON.stringify({ customer: 'HOME', note: '', validHours: 1 });
      expect((await maintainer.fetch('/api/tokens', { ...init, body })).status).toBe(200);
    }
    const cookie = `forge-session=${maintainer.cookies.get('forge-session')}`;
    const program = await fetch(`${server.url}/api/tokens`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ customer: 'HOME', note: '', validHours: 1 }),
    });
    expect(program.status).toBe(200);
  });
});

test('a removed operator and a changed role count at once', async () => {
  const browser = openBrowser(server.url);
  await browser.call('signIn', { body: await server.operators.add({ name: 'eva', role: 'operator' }) });
  await server.store.write((db) =>
    db.updateTable('operators').set({ role: 'maintainer' }).where('name', '=', 'eva').execute(),
  );
  expect((await browser.call('session')).value?.role).toBe('maintainer');
  await server.store.write((db) => db.deleteFrom('operators').where('name', '=', 'eva').execute());
  expect((await browser.call('session')).status).toBe(401);
});
