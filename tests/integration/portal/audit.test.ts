import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../../fakes/portal-browser.ts';
import type { PortalBrowser } from '../../fakes/portal-browser.ts';
import { startPortalServer } from '../../fakes/portal-server.ts';
import type { PortalServer } from '../../fakes/portal-server.ts';

let server: PortalServer;
let browser: PortalBrowser;
beforeAll(async () => {
  server = await startPortalServer();
  browser = openBrowser(server.url, { 'x-forwarded-for': '192.0.2.7' });
});
afterAll(() => server.close());

const lines = () =>
  server.store.db
    .selectFrom('audit')
    .select(['operator', 'action', 'subject', 'address', 'detail'])
    .orderBy('id')
    .execute();
// Lines of one millisecond have no order.
const call: PortalBrowser['call'] = (name, input) => {
  server.clock.advance(1);
  return browser.call(name, input);
};
const by = { operator: 'maintainer', address: '192.0.2.7' };

test('the audit tells who did what to what, from where', async () => {
  const { cmId } = server.computer;
  const params = { cmId };
  await call('signIn', { body: { name: 'maintainer', password: 'guess' } });
  await call('signIn', { body: { name: 'my secret in the wrong field', password: '' } });
  await call('signIn', { body: { name: 'my secret in the wrong field', password: 'x' } });
  await call('signIn', { body: server.maintainer });
  const sent = await call('sendCommand', {
    params,
    body: { kind: 'reportStatus', args: {}, validMinutes: 5 },
  });
  await call('cancelCommand', { params: { id: sent.value?.id ?? '' } });
  const saved = await call('saveSettings', { params, body: { settings: {} } });
  await call('addCustomer', { body: { code: 'ACME', name: 'Acme' } });
  const made = await call('addToken', { body: { customer: 'ACME', note: '', validHours: 1 } });
  const tokenId = made.value?.token.id ?? '';
  await call('removeToken', { params: { id: tokenId } });
  const passwords = { old: server.maintainer.password, new: 'a new long password' };
  await call('changePassword', { body: passwords });
  await call('signOut');

  const nothing = { subject: null, detail: null };
  expect(await lines()).toEqual([
    { ...by, ...nothing, action: 'signInFailed' },
    { ...by, ...nothing, action: 'signInFailed', operator: null },
    { ...by, ...nothing, action: 'signedIn' },
    { ...by, action: 'commandSent', subject: cmId, detail: `reportStatus ${sent.value?.id}` },
    { ...by, action: 'commandCancelled', subject: cmId, detail: `reportStatus ${sent.value?.id}` },
    { ...by, action: 'settingsSaved', subject: cmId, detail: saved.value?.id },
    { ...by, ...nothing, action: 'customerAdded', subject: 'ACME' },
    { ...by, action: 'tokenMade', subject: 'ACME', detail: tokenId },
    { ...by, ...nothing, action: 'tokenWithdrawn', detail: tokenId },
    { ...by, ...nothing, action: 'passwordChanged' },
    { ...by, ...nothing, action: 'signedOut' },
  ]);
});

test('what was refused is not in it', async () => {
  const before = await lines();
  await call('signIn', { body: { ...server.maintainer, password: 'a new long password' } });
  const params = { cmId: server.computer.cmId };
  const refused = [
    await call('sendCommand', { params, body: { kind: 'format', args: {}, validMinutes: 5 } }),
    await call('sendCommand', {
      params: { cmId: 'HOMEPC999' },
      body: { kind: 'reportStatus', args: {}, validMinutes: 5 },
    }),
    await call('saveSettings', { params: { cmId: 'HOMEPC999' }, body: { settings: {} } }),
    await call('addCustomer', { body: { code: 'ACME', name: 'Another' } }),
    await call('addToken', { body: { customer: 'NOBODY', note: '', validHours: 1 } }),
    await call('removeToken', { params: { id: 'unknown' } }),
  ];
  expect(refused.map(({ status }) => status)).toEqual([400, 404, 404, 409, 404, 404]);
  expect((await lines()).slice(before.length).map(({ action }) => action)).toEqual(['signedIn']);
});
