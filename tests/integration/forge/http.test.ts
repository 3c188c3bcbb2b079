import { once } from 'node:events';
import { request } from 'node:http';
import { get as getHttps } from 'node:https';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { limits } from '#shared/protocol/limits.ts';
import { http } from '#shared/protocol/names.ts';
import { startForge } from '../../fakes/forge.ts';
import type { Forge } from '../../fakes/forge.ts';
import { like } from './like.ts';

let forge: Forge | undefined;
afterEach(async () => {
  await forge?.close();
  forge = undefined;
});

const open = async (base: string): Promise<Socket> => {
  const socket = connect(Number(new URL(base).port), '127.0.0.1');
  await once(socket, 'connect');
  return socket;
};

/** What the other side says until it hangs up. */
const restOf = async (socket: Socket): Promise<string> => {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  // A server that hangs up on somebody who still talks is seen as an error first.
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('close', resolve));
  return Buffer.concat(chunks).toString();
};

test('a request beyond the limit gets a sentence, and the server goes on', async () => {
  forge = await startForge();
  const agent = await forge.agent();
  const answer = await agent.postBytes(Buffer.alloc(limits.requestBytes + 1));
  expect(answer).toMatchObject({ status: 413, text: like(/at most 16777216 bytes.*parts/) });
  expect((await agent.tick()).status).toBe(200);
});

test('a request that announces far too much is refused before it is sent', async () => {
  forge = await startForge();
  const post = request(forge.base + http.envelopesPath, {
    method: 'POST',
    headers: { 'content-type': http.envelopesType, 'content-length': String(10 * limits.requestBytes) },
  });
  post.flushHeaders();
  post.on('error', () => undefined);
  const [response] = (await once(post, 'response')) as [{ statusCode: number; headers: object }];
  expect(response).toMatchObject({ statusCode: 413, headers: { connection: 'close' } });
  post.destroy();
});

test.each([
  'Content-Length: 1000000\r\n\r\n',
  `Transfer-Encoding: chunked\r\n\r\n64\r\n${'x'.repeat(100)}\r\n`,
])('what is larger than a tick is refused and hung up on before it has come', async (rest) => {
  forge = await startForge();
  const socket = await open(forge.base);
  socket.write(`POST ${http.tickPath} HTTP/1.1\r\nHost: x\r\n${rest}`);
  expect(await restOf(socket)).toMatch(/^HTTP\/1\.1 413 /);
});

test('an envelope beyond its own limit is refused though the request is not', async () => {
  forge = await startForge();
  const agent = await forge.agent();
  const answer = await agent.post([Buffer.alloc(limits.envelopeBytes + 1)]);
  expect(answer).toMatchObject({ status: 413, text: like('in parts') });
});

test.each([
  ['headers', 'POST /cm/v1/tick HTTP/1.1\r\nHost: x\r\nX-Slow: '],
  [
    'body',
    `POST ${http.envelopesPath} HTTP/1.1\r\nHost: x\r\nContent-Type: ${http.envelopesType}\r\nContent-Length: 100000\r\n\r\n`,
  ],
  ['tick', `POST ${http.tickPath} HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n`],
])(
  'a client that sends its %s one byte at a time is let go in time, while others are served',
  async (_, opening) => {
    forge = await startForge({ requestTimeoutS: 1 });
    const agent = await forge.agent();
    const socket = await open(forge.base);
    socket.write(opening);
    const drip = setInterval(() => socket.write('x'), 50);
    const begun = performance.now();
    const rest = restOf(socket);
    expect((await agent.tick()).status).toBe(200);
    expect(await rest).toMatch(/^(HTTP\/1.1 408|$)/);
    clearInterval(drip);
    expect(performance.now() - begun).toBeLessThan(5000);
  },
);

test('the store that cannot keep anything is told as 503 with a time to come back, and nothing is receipted', async () => {
  forge = await startForge();
  const agent = await forge.agent();
  const message = await agent.envelope('system', { event: 'started', text: 'x'.repeat(100_000), at: 0 });
  await forge.core.store
    .write(async (db) => {
      const { sql } = await import('kysely');
      await sql`pragma query_only = on`.execute(db);
    })
    .catch(() => undefined);
  const answer = await agent.post([message]);
  expect(answer).toMatchObject({ status: 503, envelopes: [], retryAfter: '15' });
});

test('HTTP and HTTPS serve at the same time; the certificate is the server’s own and keeps its pin', async () => {
  forge = await startForge({ httpsPort: 0, httpsHost: '127.0.0.1' });
  const { addresses, certificate } = forge.started;
  expect(addresses.map((address) => new URL(address).protocol)).toEqual(['http:', 'https:']);
  expect(certificate).toMatchObject({ selfMade: true, pin: like(/^[A-Za-z0-9+/]{43}=$/) });

  const ca = readFileSync(join(forge.folder, 'https-certificate.pem'));
  const [response] = (await once(
    getHttps(addresses[1] + http.keysPath, { ca, agent: false }),
    'response',
  )) as [{ statusCode: number }];
  expect(response.statusCode).toBe(200);

  forge = await forge.restart();
  expect(forge.started.certificate?.pin).toBe(certificate?.pin);
  expect(existsSync(join(forge.folder, 'keys.json'))).toBe(true);
});
