import { X509Certificate } from 'node:crypto';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { ProbeReport, ProbeStep } from '#shared/probe.ts';
import { http as paths } from '#shared/protocol/names.ts';
import type { Http } from '#shared/settings/http.ts';
import { signKeyStatement } from '#shared/wire/key-statement.ts';
import { generateKeyPair, keyHash, serverIdOf } from '#shared/wire/keys.ts';
import { makeCertificates } from './certificates.double.ts';
import type { TestCertificates } from './certificates.double.ts';
import { freePort, startProxy, startServer, transportTo } from './http-server.double.ts';
import type { TestServer } from './http-server.double.ts';
import type { HttpTransportOptions } from './http.ts';
import { pinOf } from './tls-trust.ts';

let certificates: TestCertificates;
beforeAll(() => {
  certificates = makeCertificates();
});

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

const root = generateKeyPair('Ed25519');
const statement = {
  serverId: serverIdOf(root.publicKey),
  serial: 1,
  commandKey: generateKeyPair('Ed25519').publicKey,
  sealingKey: generateKeyPair('X25519').publicKey,
  issued: 1,
  notAfter: 4_000_000_000_000,
};
const keys: TestServer['handler'] = (_request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(signKeyStatement(statement, root)));
};

const serve = async (tls?: Parameters<typeof startServer>[1], handler = keys): Promise<TestServer> => {
  const server = await startServer(handler, tls);
  closers.push(server.close);
  return server;
};
const probe = (
  settings: Partial<Http>,
  more: Partial<HttpTransportOptions> = {},
  onStep?: (step: ProbeStep) => void,
): Promise<ProbeReport> => transportTo(settings, more).transport.probe(new AbortController().signal, onStep);
const outline = (report: ProbeReport): string =>
  report.steps.map(({ step, outcome }) => `${step} ${outcome}`).join(', ');

test('the whole way, step by step, told as it goes', async () => {
  const server = await serve(certificates.good);
  const told: string[] = [];
  const report = await probe(
    { port: server.port, ownCa: certificates.ca },
    { rootKeyHash: () => keyHash(root.publicKey) },
    ({ step }) => told.push(step),
  );
  expect(outline(report)).toBe('settings ok, dns ok, tcp ok, tls ok, http ok, identity ok');
  expect(told).toEqual(report.steps.map(({ step }) => step));
  expect(report).toMatchObject({ path: 'http', ok: true, address: `https://localhost:${server.port}` });
  expect(report.steps[3]?.words).toContain('issued by CN=Test authority');
  expect(report.steps[5]?.words).toContain(statement.serverId);
  expect(server.requests).toEqual([`GET ${paths.keysPath}`]);
});

test('before registration the identity is only shown', async () => {
  const server = await serve();
  const report = await probe({ port: server.port, encryption: 'none' });
  expect(outline(report)).toBe('settings ok, dns ok, tcp ok, tls skipped, http ok, identity skipped');
  expect(report.ok).toBe(true);
});

test('another server than the one of the registration', async () => {
  const server = await serve();
  const report = await probe(
    { port: server.port, encryption: 'none' },
    { rootKeyHash: () => keyHash(generateKeyPair('Ed25519').publicKey) },
  );
  expect(report).toMatchObject({ ok: false });
  expect(report.sentence).toContain('another CM Server');
  expect(report.remedy).not.toBe('');
});

test('a certificate that is refused is shown, with the reason and what to do', async () => {
  const server = await serve(certificates.expired);
  const report = await probe({ port: server.port, ownCa: certificates.ca });
  expect(outline(report)).toBe('settings ok, dns ok, tcp ok, tls failed');
  expect(report.sentence).toContain('has expired');
  expect(report.sentence).toContain('valid until');
  expect(report.remedy).toContain('clock');
  expect(server.requests).toEqual([]);
});

test('a pin, right and wrong', async () => {
  const server = await serve(certificates.selfSigned);
  const pin = pinOf(new X509Certificate(certificates.selfSigned.cert));
  expect((await probe({ port: server.port, pin })).ok).toBe(true);
  const wrong = pinOf(new X509Certificate(certificates.good.cert));
  const report = await probe({ port: server.port, pin: wrong });
  expect(outline(report)).toBe('settings ok, dns ok, tcp ok, tls failed');
  expect(report.sentence).toContain(pin);
});

test('the alternative port, where the standard one does not connect', async () => {
  const server = await serve();
  const report = await probe({ encryption: 'none', port: await freePort(), alternativePort: server.port });
  expect(report).toMatchObject({ ok: true, address: `http://localhost:${server.port}` });
  expect(outline(report)).toBe(
    'settings ok, dns ok, tcp warning, dns ok, tcp ok, tls skipped, http ok, identity skipped',
  );
});

test('through a proxy, and what the proxy says', async () => {
  const server = await serve(certificates.good);
  const proxy = await startProxy('jana:secret');
  closers.push(proxy.close);
  const settings = {
    port: server.port,
    ownCa: certificates.ca,
    proxy: 'manual',
    proxyAddress: `http://127.0.0.1:${proxy.port}`,
    proxyUser: 'jana',
  } as const;
  const good = await probe(settings, { proxyPassword: async () => 'secret' });
  expect(outline(good)).toBe('settings ok, dns skipped, tcp ok, proxy ok, tls ok, http ok, identity skipped');
  expect(JSON.stringify(good)).not.toContain('secret');
  const bad = await probe(settings, { proxyPassword: async () => 'wrong' });
  expect(outline(bad)).toBe('settings ok, dns skipped, tcp ok, proxy failed');
  expect(bad.sentence).toContain('password');
});

test('a sign-in page of the network', async () => {
  const server = await serve(undefined, (_request, response) =>
    response.setHeader('content-type', 'text/html').end('<h1>Hotel</h1>'),
  );
  const report = await probe({ port: server.port, encryption: 'none' });
  expect(report.sentence).toContain('a page of its own');
  expect(outline(report)).toContain('http failed');
});

test('no server at all', async () => {
  const report = await probe({ server: '' });
  expect(outline(report)).toBe('settings failed');
  expect(report).toMatchObject({ ok: false, address: '' });
});

test('a name that is not known', async () => {
  const report = await probe({ server: 'no-such-host.invalid' });
  expect(outline(report)).toBe('settings ok, dns failed');
});
