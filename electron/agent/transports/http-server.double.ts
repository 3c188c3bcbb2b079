import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { http as paths } from '#shared/protocol/names.ts';
import { httpDefaults } from '#shared/settings/http.ts';
import type { Http } from '#shared/settings/http.ts';
import { joinFrames, splitFrames } from '#shared/wire/frames.ts';
import { createKeptLog } from '../store/temporary-store.double.ts';
import { systemClock } from '../clock.ts';
import type { KeyAndCertificate } from './certificates.double.ts';
import { createHttpTransport } from './http.ts';
import type { HttpTransport, HttpTransportOptions } from './http.ts';

type Handler = (request: http.IncomingMessage, response: http.ServerResponse, body: Buffer) => void;

/** A real server on a free port, for tests. */
export interface TestServer {
  port: number;
  /** Requests that came whole, as `METHOD /path`. */
  requests: string[];
  connections: number;
  handler: Handler;
  /** Calls back for each connection whose handshake is done. */
  onSecure: (listener: (socket: TLSSocket) => void) => void;
  close(): Promise<void>;
}

/** Answers each envelope with itself, as if it were its receipt. */
export const echo: Handler = (_request, response, body) => {
  response.setHeader('content-type', paths.envelopesType);
  response.end(joinFrames(splitFrames(body)));
};

export const startServer = async (
  handler: Handler,
  tls?: KeyAndCertificate & https.ServerOptions,
): Promise<TestServer> => {
  const listener: http.RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      test.requests.push(`${request.method} ${request.url}`);
      test.handler(request, response, Buffer.concat(chunks));
    });
  };
  const server = tls === undefined ? http.createServer(listener) : https.createServer(tls, listener);
  const test: TestServer = {
    port: 0,
    requests: [],
    connections: 0,
    handler,
    onSecure: (listener) => server.on('secureConnection', listener),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  server.on('connection', () => {
    test.connections += 1;
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  test.port = (server.address() as AddressInfo).port;
  return test;
};

/** A server that is nothing but a socket, for those that do not speak HTTP or do not want to. */
export const startRawServer = async (
  onSocket: (socket: net.Socket) => void,
): Promise<{ port: number; close: () => Promise<void> }> => {
  const open = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(socket));
    onSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
};

/** A port where nothing listens. */
export const freePort = async (): Promise<number> => {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

/** A proxy that opens tunnels and passes plain requests on; `login` is the user and password that it asks for. */
export const startProxy = async (
  login?: string,
): Promise<TestServer & { tunnels: string[]; refuseWith: number | undefined }> => {
  const server = http.createServer((request, response) => {
    proxy.requests.push(`${request.method} ${request.url}`);
    const onward = http.request(
      request.url ?? '',
      { method: request.method, headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  const wanted = login === undefined ? undefined : `Basic ${Buffer.from(login).toString('base64')}`;
  const open = new Set<net.Socket>();
  server.on('connection', (socket) => {
    proxy.connections += 1;
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => undefined);
  });
  server.on('connect', (request, socket: net.Socket) => {
    const refusal =
      proxy.refuseWith ??
      (wanted === undefined || request.headers['proxy-authorization'] === wanted ? undefined : 407);
    if (refusal !== undefined) {
      socket.end(`HTTP/1.1 ${refusal} No\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    proxy.tunnels.push(request.url ?? '');
    const { hostname, port } = new URL(`http://${request.url}`);
    const onward = net.connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket);
      socket.pipe(onward);
    });
    open.add(onward);
    onward.on('error', () => socket.destroy());
  });
  const proxy: Awaited<ReturnType<typeof startProxy>> = {
    port: 0,
    requests: [],
    tunnels: [],
    connections: 0,
    refuseWith: undefined,
    handler: () => undefined,
    onSecure: () => undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  proxy.port = (server.address() as AddressInfo).port;
  return proxy;
};

/** A transport to a server on this computer, and its settings, which may be changed. */
export const transportTo = (
  settings: Partial<Http>,
  more: Partial<HttpTransportOptions> = {},
): { transport: HttpTransport; settings: Http; lines: string[] } => {
  const all: Http = {
    ...httpDefaults,
    server: 'localhost',
    proxy: 'none',
    alternativePort: 0,
    timeoutS: 5,
    ...settings,
  };
  const log = createKeptLog();
  const transport = createHttpTransport({
    settings: () => all,
    proxyPassword: async () => undefined,
    systemProxy: async () => undefined,
    fetchEnvelope: async () => Buffer.from('fetch'),
    rootKeyHash: () => undefined,
    clock: systemClock,
    log,
    ...more,
  });
  return { transport, settings: all, lines: log.lines };
};
