import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createPortalClient, requestFor } from './portal-client.ts';

const id = '01234567-89ab-7cde-8f01-23456789abcd';

async function clientOf(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const dates: (string | null)[] = [];
  const client = createPortalClient(
    (path, init) => fetch(`${url}${path as string}`, init),
    (response) => dates.push(response.headers.get('date')),
  );
  return { client, dates, server };
}

test('a call becomes the request that its route describes', () => {
  expect(
    requestFor('computerMessages', { params: { cmId: 'ACMEPC001' }, query: { before: id, search: 'a&b ?' } }),
  ).toEqual({
    method: 'GET',
    path: `/api/computers/ACMEPC001/messages?before=${id}&search=a%26b+%3F`,
  });
  expect(requestFor('computerMessages', { params: { cmId: 'ACMEPC001' }, query: { search: '' } }).path).toBe(
    '/api/computers/ACMEPC001/messages',
  );
  expect(requestFor('removeToken', { params: { id: '../session' } }).path).toBe('/api/tokens/..%2Fsession');
  expect(requestFor('signIn', { body: { name: 'a', password: 'b' } })).toEqual({
    method: 'POST',
    path: '/api/session',
    body: '{"name":"a","password":"b"}',
  });
});

test('an answer comes back as its schema says, with what its headers say', async () => {
  const { client, dates } = await clientOf((_, response) => response.end('{"name":"eva","role":"operator"}'));
  expect(await client.call('session', {})).toEqual({ ok: true, value: { name: 'eva', role: 'operator' } });
  expect(dates).toHaveLength(1);
});

test('no content is the answer of a call that has none', async () => {
  const { client } = await clientOf((_, response) => response.writeHead(204).end());
  expect(await client.call('signOut', {})).toEqual({ ok: true, value: null });
});

test('a refusal keeps the code and the sentence of the server', async () => {
  const { client } = await clientOf((_, response) =>
    response.writeHead(429).end('{"code":"tooMany","message":"Wait 30 s."}'),
  );
  expect(await client.call('session', {})).toEqual({
    ok: false,
    error: { code: 'tooMany', message: 'Wait 30 s.' },
  });
});

test('an answer in the words of a proxy is never taken for one of the server', async () => {
  const page = '<html>Please sign in to the hotel network</html>';
  const ok = await clientOf((_, response) => response.end(page));
  expect(await ok.client.call('computers', {})).toEqual({ ok: false, error: { code: 'mismatch' } });
  const bad = await clientOf((_, response) => response.writeHead(502).end(page));
  expect(await bad.client.call('computers', {})).toEqual({ ok: false, error: { code: 'unavailable' } });
});

test('a server that is away is an outcome, not an exception', async () => {
  const { client, server } = await clientOf((request) => request.socket.destroy());
  expect(await client.call('computers', {})).toEqual({ ok: false, error: { code: 'unreachable' } });
  await new Promise((closed) => server.close(closed));
  expect(await client.call('computers', {})).toEqual({ ok: false, error: { code: 'unreachable' } });
});
