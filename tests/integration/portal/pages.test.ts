import { mkdirSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startPortalServer } from '../../fakes/portal-server.ts';
import type { PortalServer } from '../../fakes/portal-server.ts';

let server: PortalServer;
beforeEach(async () => {
  server = await startPortalServer();
});
afterEach(() => server.close());

const index =
  '<!doctype html><title>CM Portal</title><script type="module" src="/assets/index-8fk2.js"></script>';
const files = {
  'index.html': index,
  'favicon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'assets/index-8fk2.js': 'console.log(1);',
  'assets/index-9xa1.css': 'body{}',
};
const build = (): void => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(server.pages, name)), { recursive: true });
    writeFileSync(join(server.pages, name), text);
  }
};

/** A request whose path is sent as it stands. */
const get = (path: string, method = 'GET') =>
  new Promise<{ status: number; headers: Record<string, unknown>; text: string }>((resolve, reject) => {
    const request = httpRequest(server.url, { path, method }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    request.on('error', reject);
    request.end();
  });

test('every answer forbids what the pages do not need', async () => {
  build();
  for (const path of ['/', '/assets/index-8fk2.js', '/api/computers', '/api/openapi.json', '/missing.js']) {
    const { headers } = await get(path);
    expect(headers).toMatchObject({
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
        "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
  }
});

describe('the built pages', () => {
  beforeEach(build);

  test.each([
    '/',
    '/index.html',
    '/computers',
    '/computers/HOMEPC001/requests/x',
    '/?a=b',
    '/computers?x=/api',
  ])('%s is the one page, asked for anew each time', async (path) => {
    const { status, headers, text } = await get(path);
    expect([status, text]).toEqual([200, index]);
    expect(headers['content-type']).toMatch(/^text\/html/);
    expect(headers['cache-control']).toBe('public, max-age=0');
  });

  test('assets have their type and are kept for a year, because their names change with their content', async () => {
    const { headers, text } = await get('/assets/index-8fk2.js');
    expect(text).toBe('console.log(1);');
    expect(headers['content-type']).toMatch(/javascript/);
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await get('/assets/index-9xa1.css')).headers['content-type']).toMatch(/^text\/css/);
    const head = await get('/assets/index-8fk2.js', 'HEAD');
    expect([head.status, head.text]).toEqual([200, '']);
  });

  test.each(['/assets/index-old.js', '/assets/', '/cm/v1/nothing', '/robots.txt', '/favicon.ico'])(
    '%s is not there, and is no page either',
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );

  test('nothing outside the folder is given away', async () => {
    writeFileSync(join(server.pages, '..', 'secret.txt'), 'secret');
    const ups = ['..', '%2e%2e', '..%2f', '%2e%2e%2f', '..%5c', '.%00./', '....//', '%252e%252e'];
    const paths = ups.flatMap((up) => [
      `/${up}/secret.txt`,
      `/assets/${up}/${up}/secret.txt`,
      `/${up}secret.txt`,
    ]);
    for (const path of [...paths, '//secret.txt', '/%2fsecret.txt']) {
      const { status, text } = await get(path);
      expect([status, text]).toEqual([404, 'There is no such file.\n']);
    }
  });
});

test('without built pages the server says how to build them, and finds them then without a restart', async () => {
  const { status, headers, text } = await get('/computers');
  expect(status).toBe(503);
  expect(headers['content-type']).toMatch(/^text\/html/);
  expect(text).toContain('npm run build');
  build();
  expect((await get('/computers')).text).toBe(index);
});
