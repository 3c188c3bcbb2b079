import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Http } from '#shared/settings/http.ts';
import { makeCertificates } from './certificates.double.ts';
import type { TestCertificates } from './certificates.double.ts';
import { echo, freePort, startProxy, startServer, transportTo } from './http-server.double.ts';
import type { HttpTransportOptions } from './http.ts';
import type { HttpTransport } from './http.ts';
import { TransportError } from './transport.ts';

let certificates: TestCertificates;
beforeAll(() => {
  certificates = makeCertificates();
});

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

const start = async (login?: string) => {
  const server = await startServer(echo, certificates.good);
  const proxy = await startProxy(login);
  closers.push(server.close, proxy.close);
  return { server, proxy };
};

const connect = (settings: Partial<Http>, more: Partial<HttpTransportOptions> = {}): HttpTransport => {
  const { transport } = transportTo({ encryption: 'tls', ownCa: certificates.ca, ...settings }, more);
  closers.push(transport.close);
  return transport;
};
const send = async (transport: HttpTransport): Promise<string> => {
  try {
    await transport.send(Buffer.from('x'), new AbortController().signal);
    return 'ok';
  } catch (error) {
    return error instanceof TransportError ? error.code : String(error);
  }
};
const manual = (port: number) => ({ proxy: 'manual', proxyAddress: `http://127.0.0.1:${port}` }) as const;

test('through a tunnel, which is used again', async () => {
  const { server, proxy } = await start();
  const transport = connect({ port: server.port, ...manual(proxy.port) });
  for (let n = 0; n < 3; n += 1) expect(await send(transport)).toBe('ok');
  expect(server.requests).toHaveLength(3);
  expect(proxy.tunnels).toEqual([`localhost:${server.port}`]);
});

test('an unencrypted server is asked through the proxy as well', async () => {
  const server = await startServer(echo);
  const proxy = await startProxy();
  closers.push(server.close, proxy.close);
  expect(await send(connect({ port: server.port, encryption: 'none', ...manual(proxy.port) }))).toBe('ok');
  expect(proxy.requests).toHaveLength(1);
});

describe('user and password', () => {
  const login = { proxyUser: 'jana k' };

  test('are given where the proxy asks for them, whatever letters they have', async () => {
    const { server, proxy } = await start('jana k:p:ä%40@/');
    const transport = connect(
      { port: server.port, ...manual(proxy.port), ...login },
      { proxyPassword: async () => 'p:ä%40@/' },
    );
    expect(await send(transport)).toBe('ok');
  });

  test('wrong ones need a person', async () => {
    const { server, proxy } = await start('jana:right');
    const transport = connect(
      { port: server.port, ...manual(proxy.port), ...login },
      { proxyPassword: async () => 'wrong' },
    );
    expect(await send(transport)).toBe('proxyPassword');
    expect(server.requests).toEqual([]);
  });
});

describe('a proxy in the way', () => {
  test('that does not let the connection through', async () => {
    const { server, proxy } = await start();
    proxy.refuseWith = 403;
    expect(await send(connect({ port: server.port, ...manual(proxy.port) }))).toBe('proxyRefused');
  });

  test('that is not there', async () => {
    const { server } = await start();
    expect(await send(connect({ port: server.port, ...manual(await freePort()) }))).toBe('proxyUnreachable');
  });

  test('that is to be used but not set', async () => {
    const { server } = await start();
    expect(await send(connect({ port: server.port, proxy: 'manual', proxyAddress: '' }))).toBe('noProxy');
  });
});

describe("the system's proxy", () => {
  test('is asked for by address, and used', async () => {
    const { server, proxy } = await start();
    const asked: string[] = [];
    const transport = connect(
      { port: server.port, proxy: 'system' },
      {
        systemProxy: async (url) => {
          asked.push(url);
          return `http://127.0.0.1:${proxy.port}`;
        },
      },
    );
    expect(await send(transport)).toBe('ok');
    expect(asked[0]).toContain(`https://localhost:${server.port}/`);
    expect(proxy.tunnels).toHaveLength(1);
  });

  test('may be none, and is not used where none is wanted', async () => {
    const { server, proxy } = await start();
    expect(
      await send(connect({ port: server.port, proxy: 'system' }, { systemProxy: async () => undefined })),
    ).toBe('ok');
    const systemProxy = async (): Promise<string> => `http://127.0.0.1:${proxy.port}`;
    expect(await send(connect({ port: server.port, proxy: 'none' }, { systemProxy }))).toBe('ok');
    expect(proxy.tunnels).toEqual([]);
  });
});
