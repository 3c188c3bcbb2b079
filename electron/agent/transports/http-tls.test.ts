import { X509Certificate } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Http } from '#shared/settings/http.ts';
import { makeCertificates } from './certificates.double.ts';
import type { KeyAndCertificate, TestCertificates } from './certificates.double.ts';
import { echo, startRawServer, startProxy, startServer, transportTo } from './http-server.double.ts';
import type { TestServer } from './http-server.double.ts';
import { pinOf } from './tls-trust.ts';
import { TransportError } from './transport.ts';

let certificates: TestCertificates;
beforeAll(() => {
  certificates = makeCertificates();
});

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

const serve = async (tls: Parameters<typeof startServer>[1]): Promise<TestServer> => {
  const server = await startServer(echo, tls);
  closers.push(server.close);
  return server;
};

/** What a send came to: `ok`, or the code of its failure. */
const send = async (port: number, settings: Partial<Http>): Promise<string> => {
  const { transport } = transportTo({ encryption: 'tls', port, ...settings });
  closers.push(transport.close);
  try {
    await transport.send(Buffer.from('secret'), new AbortController().signal);
    return 'ok';
  } catch (error) {
    return error instanceof TransportError ? `${error.fault} ${error.code}` : String(error);
  }
};
const pin = ({ cert }: KeyAndCertificate): string => pinOf(new X509Certificate(cert));

describe('own certificate authority', () => {
  test('a certificate that it made is believed', async () => {
    const server = await serve(certificates.good);
    expect(await send(server.port, { ownCa: certificates.ca })).toBe('ok');
  });

  test('a self-made certificate can stand for its own authority', async () => {
    const server = await serve(certificates.selfSigned);
    expect(await send(server.port, { ownCa: certificates.selfSigned.cert })).toBe(
      'path certificateWrongHost',
    );
  });

  test('text that holds no certificate is said to be none', async () => {
    const server = await serve(certificates.good);
    expect(await send(server.port, { ownCa: 'my certificate' })).toBe('path badOwnCa');
  });
});

describe('refused before anything is sent', () => {
  test.each([
    ['an unknown authority', 'good', '', 'certificateUnknown'],
    ['a self-made certificate', 'selfSigned', '', 'certificateUnknown'],
    ['an expired certificate', 'expired', 'ca', 'certificateExpired'],
    ['a certificate for another name', 'otherHost', 'ca', 'certificateWrongHost'],
    ['another own authority', 'selfSigned', 'ca', 'certificateUnknown'],
  ] as const)('%s', async (_name, which, authority, code) => {
    const server = await serve(certificates[which]);
    expect(await send(server.port, { ownCa: authority === 'ca' ? certificates.ca : '' })).toBe(
      `path ${code}`,
    );
    expect(server.requests).toEqual([]);
  });

  test('encryption older than TLS 1.2', async () => {
    const server = await serve({
      ...certificates.good,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      // OpenSSL offers the old versions only to those who insist; BoringSSL in Electron has no such level.
      ...('electron' in process.versions ? {} : { ciphers: 'ALL:@SECLEVEL=0' }),
    });
    expect(await send(server.port, { ownCa: certificates.ca })).toBe('path tlsTooOld');
    expect(server.requests).toEqual([]);
  });

  test('a port without encryption, and never a downgrade to it', async () => {
    const server = await startServer(echo);
    closers.push(server.close);
    expect(await send(server.port, { ownCa: certificates.ca })).toBe('path tlsFailed');
    expect(server.requests).toEqual([]);
  });

  test('a port that says nothing to a handshake counts as not connected', async () => {
    const silent = await startRawServer(() => undefined);
    closers.push(silent.close);
    expect(await send(silent.port, { ownCa: certificates.ca, timeoutS: 0.3 })).toMatch(
      /connectTimeout|timeout/,
    );
  });
});

describe('pin', () => {
  test('the right key is enough, whoever made the certificate and for whatever name', async () => {
    const server = await serve(certificates.selfSigned);
    expect(await send(server.port, { pin: pin(certificates.selfSigned) })).toBe('ok');
  });

  test('another key is refused before a byte of the message has left, also with a good certificate', async () => {
    const server = await serve(certificates.good);
    expect(await send(server.port, { pin: pin(certificates.selfSigned), ownCa: certificates.ca })).toBe(
      'path certificatePin',
    );
    expect(server.requests).toEqual([]);
  });

  test('also through a proxy', async () => {
    const server = await serve(certificates.selfSigned);
    const proxy = await startProxy();
    closers.push(proxy.close);
    const through = { proxy: 'manual', proxyAddress: `http://127.0.0.1:${proxy.port}` } as const;
    expect(await send(server.port, { ...through, pin: pin(certificates.good) })).toBe('path certificatePin');
    expect(server.requests).toEqual([]);
    expect(await send(server.port, { ...through, pin: pin(certificates.selfSigned) })).toBe('ok');
    expect(proxy.tunnels).toHaveLength(2);
  });

  test('no byte of a request is decrypted by a server with the wrong key', async () => {
    let decrypted = 0;
    const server = await serve(certificates.selfSigned);
    server.onSecure((socket) => socket.on('data', (chunk: Buffer) => (decrypted += chunk.length)));
    for (let n = 0; n < 20; n += 1) await send(server.port, { pin: pin(certificates.good) });
    expect(decrypted).toBe(0);
    await send(server.port, { pin: pin(certificates.selfSigned) });
    expect(decrypted).toBeGreaterThan(0);
  });
});

test('other settings take effect with the next message', async () => {
  const server = await serve(certificates.good);
  const { transport, settings } = transportTo({
    encryption: 'tls',
    port: server.port,
    ownCa: certificates.ca,
  });
  closers.push(transport.close);
  const never = new AbortController().signal;
  await transport.send(Buffer.from('1'), never);
  settings.ownCa = '';
  await expect(transport.send(Buffer.from('2'), never)).rejects.toThrow('authority');
  settings.ownCa = certificates.ca;
  await transport.send(Buffer.from('3'), never);
  expect(server.requests).toHaveLength(2);
});
