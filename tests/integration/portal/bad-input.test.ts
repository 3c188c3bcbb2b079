import { request as httpRequest } from 'node:http';
import { sql } from 'kysely';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { portalApi, portalErrorSchema } from '#shared/portal-api.ts';
import type { PortalCall } from '#shared/portal-api.ts';
import { openBrowser } from '../../fakes/portal-browser.ts';
import type { PortalBrowser } from '../../fakes/portal-browser.ts';
import { startPortalServer } from '../../fakes/portal-server.ts';
import type { PortalServer } from '../../fakes/portal-server.ts';

let server: PortalServer;
let browser: PortalBrowser;
beforeAll(async () => {
  server = await startPortalServer();
  browser = openBrowser(server.url);
  await browser.call('signIn', { body: server.maintainer });
});
afterAll(() => server.close());

const json = { 'content-type': 'application/json' };
const post = async (path: string, body: string, headers: Record<string, string> = json) => {
  const response = await browser.fetch(path, { method: 'POST', headers, body });
  return { status: response.status, error: portalErrorSchema.parse(await response.json()) };
};
const token = (more: object) =>
  post('/api/tokens', JSON.stringify({ customer: 'HOME', note: '', validHours: 1, ...more }));

describe('bad input gets one sentence that says what to correct', () => {
  test.each([
    [{ validHours: 0 }, 'Correct "validHours" in the body: Too small: expected number to be >=1.'],
    [
      { validHours: '1' },
      'Correct "validHours" in the body: Invalid input: expected number, received string.',
    ],
    [
      { note: 'x'.repeat(201) },
      'Correct "note" in the body: Too big: expected string to have <=200 characters.',
    ],
    [{ force: true }, 'Remove "force" from the body: this call does not know it.'],
    [{ ['x'.repeat(500)]: 1 }, `Remove "${'x'.repeat(100)}…" from the body: this call does not know it.`],
  ])('%j', async (more, message) => {
    expect(await token(more)).toEqual({ status: 400, error: { code: 'badRequest', message } });
  });

  test.each([
    ['{', json, 400, 'Send valid JSON: the body could not be read.'],
    ['{"__proto__": {"role": "maintainer"}}', json, 400, 'Send valid JSON: the body could not be read.'],
    ['', json, 400, 'Send a body, or leave out the content type.'],
    [
      '<a/>',
      { 'content-type': 'application/xml' },
      400,
      'Send the body as JSON, with the content type application/json.',
    ],
    [
      '{}',
      { 'content-type': 'text/plain' },
      400,
      'Correct the body: Invalid input: expected object, received string.',
    ],
    ['null', json, 400, 'Correct the body: Invalid input: expected object, received null.'],
    [`"${'x'.repeat(300_000)}"`, json, 413, 'Send less at once: this is more than any call needs.'],
  ])('%.20j', async (body, headers, status, message) => {
    const answer = await post('/api/tokens', body, headers);
    expect(answer.status).toBe(status);
    expect(answer.error.message).toBe(message);
  });

  test.each([
    [
      '/api/computers/homepc001',
      'Correct "cmId" in the address: a CM-ID is 3 to 16 capital letters and digits.',
    ],
    ['/api/computers/HOMEPC001/messages?before=1', 'Correct "before" in the query: not a UUID version 7.'],
    ['/api/computers/HOMEPC001/messages?page=2', 'Remove "page" from the query: this call does not know it.'],
    ['/api/computers?all=1', 'Correct the query: Invalid input: expected undefined, received object.'],
    [
      '/api/computers/..%2f..%2fetc',
      'Correct "cmId" in the address: a CM-ID is 3 to 16 capital letters and digits.',
    ],
  ])('%s', async (path, message) => {
    const response = await browser.fetch(path);
    expect(response.status).toBe(400);
    expect(portalErrorSchema.parse(await response.json()).message).toBe(message);
  });

  test.each([
    ['GET', '/api/nothing'],
    ['GET', '/api'],
    ['DELETE', '/api/computers'],
    ['POST', '/api/session/password'],
  ])('%s %s', async (method, path) => {
    const response = await browser.fetch(path, { method });
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      code: 'notFound',
      message: 'There is no such call: GET /api/openapi.json describes all of them.',
    });
  });
});

test('whatever is sent, every answer is one of ours and the server goes on', async () => {
  const call = fc.constantFrom(
    ...(Object.keys(portalApi) as PortalCall[]).filter((name) => name !== 'signOut'),
  );
  const part = fc.oneof(
    fc.string({ maxLength: 40, unit: 'binary' }),
    fc.constantFrom('HOMEPC001', server.computer.messageId),
  );
  const body = fc.oneof(
    fc.jsonValue(),
    fc.record(
      {
        name: fc.string(),
        password: fc.string(),
        old: fc.string(),
        new: fc.string(),
        kind: part,
        args: fc.jsonValue(),
        validMinutes: fc.double(),
        settings: fc.jsonValue(),
        code: fc.string(),
        customer: part,
        note: part,
        validHours: fc.integer(),
      },
      { requiredKeys: [] },
    ),
  );
  const query = fc.dictionary(fc.constantFrom('before', 'search', '__proto__', 'x[y]'), part, { maxKeys: 2 });

  await fc.assert(
    fc.asyncProperty(call, part, query, body, async (name, given, asked, sent) => {
      const params = { cmId: given, id: given };
      const { method } = portalApi[name];
      const { status, error } = await browser.call(name, {
        params,
        query: asked,
        ...(method !== 'GET' && { body: sent }),
      });
      // Guessing at passwords meets its limit.
      expect(status).toBeLessThan(500);
      expect(error?.message ?? 'fine').not.toBe('');
    }),
    { numRuns: 150, endOnFailure: true },
  );
  expect((await browser.call('session')).status).toBe(200);
});

test('a path that is no valid address at all is refused in words too', async () => {
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const request = httpRequest(server.url, { path: '/api/computers/%E0%A4%A' }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on('error', reject);
    request.end();
  });
  expect(status).toBe(400);
});

test('a disk that is full is said in words, and nothing is half done', async () => {
  const limited = await startPortalServer();
  const other = openBrowser(limited.url);
  await other.call('signIn', { body: limited.maintainer });
  const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(limited.store.db);
  await sql`pragma max_page_count = ${sql.raw(String(rows[0]?.page_count))}`.execute(limited.store.db);
  const body = { customer: 'HOME', note: 'x'.repeat(200), validHours: 1 };
  let last = await other.call('addToken', { body });
  for (let n = 0; n < 100 && last.status === 200; n++) last = await other.call('addToken', { body });
  expect(last.status).toBe(503);
  expect(last.error).toEqual({
    code: 'unavailable',
    message: 'The server cannot write to its disk: make room there, then try again.',
  });
  expect(last.headers.get('retry-after')).toBe('30');
  await limited.close();
});
