import { afterEach, beforeEach, expect, test } from 'vitest';
import { hour, minute, second } from '#forge/clock.ts';
import { openBrowser } from '../../fakes/portal-browser.ts';
import type { Answered, PortalBrowser } from '../../fakes/portal-browser.ts';
import { startPortalServer } from '../../fakes/portal-server.ts';
import type { PortalServer } from '../../fakes/portal-server.ts';

let server: PortalServer;
beforeEach(async () => {
  server = await startPortalServer();
});
afterEach(() => server.close());

/** A browser at an address of its own, as a reverse proxy names it. */
const at = (address: string): PortalBrowser => openBrowser(server.url, { 'x-forwarded-for': address });
const guess = (browser: PortalBrowser, name = 'maintainer') =>
  browser.call('signIn', { body: { name, password: 'guess' } });
const signIn = (browser: PortalBrowser) => browser.call('signIn', { body: server.maintainer });
const retryAfter = ({ headers }: Answered<unknown>): number => Number(headers.get('retry-after'));

/** Guesses until it is refused; gives how many guesses were looked at. */
async function guessUntilRefused(guesses: () => Promise<Answered<unknown>>): Promise<number> {
  for (let n = 0; n < 100; n++) if ((await guesses()).status === 429) return n;
  throw new Error('never refused');
}

test('after six failures the name waits, ever longer, and the answer says how long', async () => {
  const stranger = at('192.0.2.1');
  expect(await guessUntilRefused(() => guess(stranger))).toBe(6);
  for (const wait of [1, 2, 4, 8, 16, 30, 30]) {
    const refused = await guess(stranger);
    expect(refused.error).toEqual({
      code: 'tooMany',
      message: `Too many attempts have failed: try again in ${wait} s.`,
    });
    expect(retryAfter(refused)).toBe(wait);
    server.clock.advance(wait * second - 1);
    expect((await guess(stranger)).status).toBe(429);
    server.clock.advance(1);
    expect((await guess(stranger)).status).toBe(403);
  }
});

test('while it waits not even the right password is looked at, and afterwards it is forgiven', async () => {
  const owner = at('192.0.2.1');
  await guessUntilRefused(() => guess(owner));
  expect((await signIn(owner)).status).toBe(429);
  server.clock.advance(second);
  expect((await signIn(owner)).status).toBe(200);
  const another = at('192.0.2.2');
  expect(await guessUntilRefused(() => guess(another))).toBe(6);
});

test('many guesses at once gain nothing', async () => {
  const stranger = at('192.0.2.1');
  const answers = await Promise.all(Array.from({ length: 40 }, () => guess(stranger)));
  const looked = answers.filter(({ status }) => status === 403);
  expect(looked.length).toBeLessThanOrEqual(6);
  for (const { status, headers } of answers.filter((answer) => !looked.includes(answer))) {
    expect([429, 503]).toContain(status);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  }
});

test('one address cannot try many names', async () => {
  const stranger = at('192.0.2.1');
  let n = 0;
  expect(await guessUntilRefused(() => guess(stranger, `name ${n++}`))).toBe(21);
  expect((await guess(at('192.0.2.2'), 'another')).status).toBe(403);
});

test('signing in rightly in between does not buy more guesses at others', async () => {
  let n = 0;
  const guessAtSomebody = () => guess(at('192.0.2.1'), `name ${n++}`);
  for (let count = 0; count < 15; count++) await guessAtSomebody();
  expect((await signIn(at('192.0.2.1'))).status).toBe(200);
  expect(await guessUntilRefused(guessAtSomebody)).toBe(6);
});

test('the addresses of one IPv6 network count as one', async () => {
  let n = 0;
  expect(await guessUntilRefused(() => guess(at(`2001:db8::${(++n).toString(16)}`), `name ${n}`))).toBe(21);
  expect((await guess(at('2001:db8:0:1::1'))).status).toBe(403);
});

test('a browser that has signed in before is not held up by whoever guesses from elsewhere, not even nearby', async () => {
  const owner = at('192.0.2.1');
  await signIn(owner);
  owner.cookies.delete('forge-session');
  const stranger = at('192.0.2.1');
  let n = 0;
  for (let round = 0; round < 10; round++) {
    await guessUntilRefused(() => guess(stranger));
    await guessUntilRefused(() => guess(stranger, `name ${n++}`));
    server.clock.advance(10 * second);
  }
  await guessUntilRefused(() => guess(stranger));
  expect((await signIn(owner)).status).toBe(200);
});

test('but that browser may not guess without end either, nor under another name', async () => {
  const owner = at('192.0.2.1');
  await signIn(owner);
  expect(await guessUntilRefused(() => guess(owner))).toBe(6);
  server.clock.advance(minute);
  expect(await guessUntilRefused(() => guess(owner, 'another'))).toBe(6);
});

test('a password change guesses under the same limit', async () => {
  const owner = at('192.0.2.1');
  await signIn(owner);
  const change = () => owner.call('changePassword', { body: { old: 'guess', new: 'a new long password' } });
  expect(await guessUntilRefused(change)).toBe(6);
});

test('nobody waits longer than half a minute for a name, and everything is forgotten after an hour', async () => {
  let n = 0;
  // Each from another address, as a crowd of machines does.
  for (let round = 0; round < 30; round++) {
    await guessUntilRefused(() => guess(at(`192.0.2.${++n % 250}`)));
    server.clock.advance(30 * second);
  }
  expect((await signIn(at('198.51.100.1'))).status).toBe(200);

  await guessUntilRefused(() => guess(at('198.51.100.2')));
  server.clock.advance(2 * hour);
  await expect
    .poll(() => server.store.db.selectFrom('signInFailures').select('bucket').execute())
    .toEqual([]);
});

test('a server that starts again has not forgotten the failures', async () => {
  const stranger = at('192.0.2.1');
  await guessUntilRefused(() => guess(stranger));
  const rows = await server.store.db.selectFrom('signInFailures').selectAll().orderBy('bucket').execute();
  expect(rows).toEqual([
    { bucket: 'address:192.0.2.1', count: 6, lastAt: server.clock.now() },
    { bucket: 'name:maintainer', count: 6, lastAt: server.clock.now() },
  ]);
});
