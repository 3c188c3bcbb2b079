import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventLimits } from '#forge/api/events.ts';
import { sessionLife } from '#forge/operators/sessions.ts';
import { portalErrorSchema, portalEventSchema } from '#shared/portal-api.ts';
import type { PortalEvent } from '#shared/portal-api.ts';
import { newId } from '#shared/wire/id.ts';
import { openBrowser } from '../../fakes/portal-browser.ts';
import type { PortalBrowser } from '../../fakes/portal-browser.ts';
import { startPortalServer } from '../../fakes/portal-server.ts';
import type { PortalServer } from '../../fakes/portal-server.ts';

let server: PortalServer;
let browser: PortalBrowser;
beforeEach(async () => {
  server = await startPortalServer();
  browser = openBrowser(server.url);
  await browser.call('signIn', { body: server.maintainer });
});
afterEach(() => server.close());

/** A page that listens. */
async function listen(who = browser): Promise<IncomingMessage> {
  const cookie = [...who.cookies].map((pair) => pair.join('=')).join('; ');
  const request = httpRequest(`${server.url}/api/events`, { headers: { cookie } }).end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.on('error', () => undefined);
  return response;
}

/** Reads until the text holds what is looked for; gives all that was read. */
async function readUntil(stream: IncomingMessage, wanted: string): Promise<string> {
  let text = '';
  for (;;) {
    if (text.includes(wanted)) return text;
    const [chunk] = (await once(stream, 'data')) as [Buffer];
    text += chunk.toString();
  }
}

const eventsIn = (text: string): PortalEvent[] =>
  [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => portalEventSchema.parse(JSON.parse(data)));

test('a page hears what changes, each change once however often it is told', async () => {
  const page = await listen();
  expect(page.statusCode).toBe(200);
  expect(page.headers['content-type']).toBe('text/event-stream');
  expect(page.headers['cache-control']).toBe('no-store');
  expect(page.headers['x-content-type-options']).toBe('nosniff');
  const { cmId } = server.computer;
  const last: PortalEvent = { event: 'command', cmId, id: newId(1) };
  for (let n = 0; n < 50; n++) server.events.emit({ event: 'computer', cmId });
  server.events.emit(last);
  expect(eventsIn(await readUntil(page, last.id))).toEqual([{ event: 'computer', cmId }, last]);
});

test('a sent command is heard by every page', async () => {
  const pages = await Promise.all([listen(), listen()]);
  const { cmId } = server.computer;
  const heard = Promise.all(pages.map((page) => readUntil(page, 'data: ')));
  const { value } = await browser.call('sendCommand', {
    params: { cmId },
    body: { kind: 'listPartitions', args: {}, validMinutes: 5 },
  });
  for (const text of await heard) expect(eventsIn(text)).toEqual([{ event: 'command', cmId, id: value?.id }]);
});

test('it is for those who are signed in, and not for ever more pages', async () => {
  const stranger = await listen(openBrowser(server.url));
  expect(stranger.statusCode).toBe(401);
  const pages = await Promise.all(Array.from({ length: eventLimits.streamsPerSession }, () => listen()));
  const refused = await listen();
  expect(refused.statusCode).toBe(429);
  const [body] = (await once(refused, 'data')) as [Buffer];
  expect(portalErrorSchema.parse(JSON.parse(body.toString())).code).toBe('tooMany');

  pages[0]?.destroy();
  await expect.poll(async () => (await listen()).statusCode).toBe(200);
});

test('a comment now and then keeps the line open', async () => {
  const page = await listen();
  server.clock.advance(eventLimits.heartbeat);
  expect(await readUntil(page, ': here\n\n')).toContain(': here');
});

test('it ends when the operator signs out, and only theirs', async () => {
  const other = openBrowser(server.url);
  await other.call('signIn', { body: server.maintainer });
  const [mine, theirs] = await Promise.all([listen(), listen(other)]);
  mine.resume();
  const ended = once(mine, 'end');
  await browser.call('signOut');
  await ended;
  server.events.emit({ event: 'computer', cmId: server.computer.cmId });
  expect(eventsIn(await readUntil(theirs, 'data: '))).toHaveLength(1);
});

test('it ends with all others when the password is changed', async () => {
  const other = openBrowser(server.url);
  await other.call('signIn', { body: server.maintainer });
  const page = await listen(other);
  page.resume();
  const ended = once(page, 'end');
  await browser.call('changePassword', {
    body: { old: server.maintainer.password, new: 'a new long password' },
  });
  await expect(ended).resolves.toBeDefined();
});

test('listening is no use of a session: it ends when the session has not been used for too long', async () => {
  const page = await listen();
  page.resume();
  const ended = once(page, 'end');
  server.clock.advance(sessionLife.idle + eventLimits.heartbeat);
  await expect(ended).resolves.toBeDefined();
});

test('it ends at the next beat when its operator was removed', async () => {
  const page = await listen();
  page.resume();
  const ended = once(page, 'end');
  await server.store.write((db) => db.deleteFrom('operators').execute());
  server.clock.advance(eventLimits.heartbeat);
  await expect(ended).resolves.toBeDefined();
});

test('a page that does not read is let go before it costs memory, and the others go on', async () => {
  const [stuck, reader] = await Promise.all([listen(), listen()]);
  stuck.pause();
  const { cmId } = server.computer;
  const tellMuch = async (): Promise<void> => {
    const ids = Array.from({ length: eventLimits.gathered }, () => newId(1));
    const heard = readUntil(reader, ids.at(-1) ?? '');
    for (const id of ids) server.events.emit({ event: 'message', cmId, id });
    await heard;
  };

  const gone = new Promise((resolve) => stuck.on('close', resolve));
  // The operating system takes some megabytes before anything waits in the server.
  for (let megabytes = 0; megabytes < 32; megabytes++) {
    for (let n = 0; n < 8; n++) await tellMuch();
  }
  stuck.resume();
  await gone;
  expect(stuck.complete).toBe(false);
  await tellMuch();
});

test('the server stops at once although pages listen', async () => {
  const own = await startPortalServer();
  const visitor = openBrowser(own.url);
  await visitor.call('signIn', { body: own.maintainer });
  const cookie = `forge-session=${visitor.cookies.get('forge-session')}`;
  const request = httpRequest(`${own.url}/api/events`, { headers: { cookie } }).end();
  const [page] = (await once(request, 'response')) as [IncomingMessage];
  page.resume();
  const ended = once(page, 'end');
  await own.close();
  await expect(ended).resolves.toBeDefined();
});
