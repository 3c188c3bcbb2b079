import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hour, minute } from '#forge/clock.ts';
import { sessionLife } from '#forge/operators/sessions.ts';
import { openBrowser } from '../../fakes/portal-browser.ts';
import type { PortalBrowser } from '../../fakes/portal-browser.ts';
import { startPortalServer } from '../../fakes/portal-server.ts';
import type { PortalServer } from '../../fakes/portal-server.ts';

let server: PortalServer;
let browser: PortalBrowser;
beforeEach(async () => {
  server = await startPortalServer();
  browser = openBrowser(server.url);
});
afterEach(() => server.close());

const signIn = (who = browser) => who.call('signIn', { body: server.maintainer });
const signedIn = async (who = browser): Promise<boolean> => (await who.call('session')).status === 200;

describe('signing in', () => {
  test('with the right password gives the operator and a session', async () => {
    const { status, value } = await signIn();
    expect(status).toBe(200);
    expect(value).toEqual({ name: 'maintainer', role: 'maintainer' });
    expect((await browser.call('session')).value).toEqual(value);
  });

  test('with a wrong password or an unknown name gives the same answer and no session', async () => {
    const wrong = await browser.call('signIn', { body: { name: 'maintainer', password: 'guess' } });
    const unknown = await browser.call('signIn', { body: { name: 'nobody', password: 'guess' } });
    expect(wrong.status).toBe(403);
    expect(unknown.error).toEqual(wrong.error);
    expect(browser.cookies.size).toBe(0);
    expect(await signedIn()).toBe(false);
  });

  test('the name may be typed in any letters', async () => {
    const body = { ...server.maintainer, name: ' Maintainer ' };
    expect((await browser.call('signIn', { body })).value?.name).toBe('maintainer');
  });

  test('the cookies are for no script and no other site, and of https alone there', async () => {
    const { headers } = await signIn();
    const [session = '', device = ''] = headers.getSetCookie();
    expect(session).toMatch(/^forge-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(device).toMatch(/^forge-device=[\w-]{43}; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Strict$/);

    const secure = openBrowser(server.url, { 'x-forwarded-proto': 'https' });
    const overHttps = (await secure.call('signIn', { body: server.maintainer })).headers.getSetCookie();
    expect(overHttps[0]).toMatch(
      /^__Host-forge-session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    expect(await signedIn(secure)).toBe(true);
  });

  test('neither the password nor the secret of the session is in the store', async () => {
    await signIn();
    const rows = [
      await server.store.db.selectFrom('operators').selectAll().execute(),
      await server.store.db.selectFrom('sessions').selectAll().execute(),
      await server.store.db.selectFrom('devices').selectAll().execute(),
      await server.store.db.selectFrom('audit').selectAll().execute(),
    ];
    const text = JSON.stringify(rows);
    for (const secret of [server.maintainer.password, ...browser.cookies.values()])
      expect(text).not.toContain(secret);
  });

  test('a second time in the same browser ends the session before it', async () => {
    await signIn();
    const before = openBrowser(server.url);
    for (const [name, value] of browser.cookies) before.cookies.set(name, value);
    await signIn();
    expect(browser.cookies.get('forge-session')).not.toBe(before.cookies.get('forge-session'));
    expect(await signedIn(before)).toBe(false);
    expect(await signedIn()).toBe(true);
  });

  test('the first maintainer is made once', async () => {
    expect(server.maintainer.password).toMatch(/^\w{5}(-\w{5}){3}$/);
    await server.operators.add({ name: 'anna', role: 'maintainer' });
    await server.store.write((db) => db.deleteFrom('operators').where('name', '=', 'maintainer').execute());
    expect(await server.operators.ensureMaintainer()).toBeUndefined();
    expect((await signIn()).status).toBe(403);
  });
});

describe('a session ends', () => {
  beforeEach(() => signIn());

  test('when it is not used for twelve hours', async () => {
    for (let n = 0; n < 3; n++) {
      server.clock.advance(sessionLife.idle - minute);
      expect(await signedIn()).toBe(true);
    }
    server.clock.advance(sessionLife.idle);
    expect(await signedIn()).toBe(false);
  });

  test('seven days after the sign-in, however much it is used', async () => {
    for (let passed = 0; passed < sessionLife.absolute - 10 * hour; passed += 10 * hour) {
      expect(await signedIn()).toBe(true);
      server.clock.advance(10 * hour);
    }
    server.clock.advance(10 * hour);
    expect(await signedIn()).toBe(false);
  });

  test('when its operator signs out, and only that one', async () => {
    const other = openBrowser(server.url);
    await signIn(other);
    const kept = browser.cookies.get('forge-session') ?? '';
    expect((await browser.call('signOut')).value).toBeNull();
    expect(browser.cookies.has('forge-session')).toBe(false);
    browser.cookies.set('forge-session', kept);
    expect(await signedIn()).toBe(false);
    expect(await signedIn(other)).toBe(true);
  });

  test('with all others when the password is changed; this browser gets a new one', async () => {
    const other = openBrowser(server.url);
    await signIn(other);
    const before = browser.cookies.get('forge-session') ?? '';
    const body = { old: server.maintainer.password, new: 'a new long password' };
    expect((await browser.call('changePassword', { body })).value).toBeNull();
    expect(await signedIn(other)).toBe(false);
    expect(await signedIn()).toBe(true);
    browser.cookies.set('forge-session', before);
    expect(await signedIn()).toBe(false);

    expect((await signIn(other)).status).toBe(403);
    const again = await other.call('signIn', { body: { name: 'maintainer', password: body.new } });
    expect(again.status).toBe(200);
  });

  test('when the password is reset on the server itself', async () => {
    const made = await server.signIn.resetPassword('maintainer');
    expect(await signedIn()).toBe(false);
    expect((await signIn()).status).toBe(403);
    expect((await browser.call('signIn', { body: made })).status).toBe(200);
    expect(await server.signIn.resetPassword('nobody')).toBeUndefined();
  });

  test('and is removed from the store within the hour', async () => {
    server.clock.advance(sessionLife.idle + hour);
    await expect.poll(() => server.store.db.selectFrom('sessions').select('id').execute()).toEqual([]);
  });
});

test('the password stays when the old one is wrong, or the new one too short or the name', async () => {
  await signIn();
  const wrong = await browser.call('changePassword', { body: { old: 'guess', new: 'a new long password' } });
  expect(wrong.error).toEqual({
    code: 'forbidden',
    message: 'The old password is wrong: nothing was changed.',
  });
  const short = await browser.call('changePassword', {
    body: { old: server.maintainer.password, new: 'short' },
  });
  expect(short.error).toEqual({
    code: 'badRequest',
    message: 'Correct "new" in the body: at least 10 characters.',
  });
  const name = await browser.call('changePassword', {
    body: { old: server.maintainer.password, new: ' Maintainer' },
  });
  expect(name.error).toEqual({
    code: 'badRequest',
    message: 'The password must not be your name: choose another one.',
  });
  expect(await signedIn()).toBe(true);
  expect((await signIn()).status).toBe(200);
});

test('a password that is changed while the old one is being checked lets nobody in by the old one', async () => {
  await signIn();
  const late = openBrowser(server.url);
  const body = { old: server.maintainer.password, new: 'a new long password' };
  await Promise.all([
    browser.call('changePassword', { body }),
    ...Array.from({ length: 4 }, () => signIn(late)),
  ]);
  const { n } = await server.store.db
    .selectFrom('sessions')
    .select((of) => of.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  expect(n).toBe(1);
});
