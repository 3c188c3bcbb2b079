import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage, Server, ServerOptions, ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { codeOf, StartError } from '../start-error.ts';

/** A way that requests come in by, as presence and lists name it. */
export type WebPath = 'HTTP' | 'HTTPS';

export type Handle = (request: IncomingMessage, response: ServerResponse, path: WebPath) => void;

export interface ListenerOptions {
  /** Address to listen on; empty for all. */
  host: string;
  /** 0 for any free port. */
  port: number;
  /** Certificate and key for HTTPS; without them it is HTTP. */
  tls?: { cert: string; key: string };
  /** Longest time that one request may take to arrive, milliseconds. */
  requestTimeoutMs: number;
  handle: Handle;
}

/** An open port. */
export interface Listener {
  path: WebPath;
  /** Where it really listens, such as `http://127.0.0.1:8080`; the machine itself is `localhost` when it listens everywhere. */
  address: string;
  /** Takes no more requests, lets those under way end within the grace, and closes. */
  close(): Promise<void>;
}

/** Longer than the short interval's 30 s with room for its spread, so that ticks find their connection open. */
const keepAliveMs = 95_000;
const headersMs = 15_000;
const lookForSlowMs = 1000;
const closeGraceMs = 2000;

const bound = (requestTimeoutMs: number): ServerOptions => ({
  keepAlive: true,
  keepAliveTimeout: keepAliveMs,
  headersTimeout: Math.min(headersMs, requestTimeoutMs),
  requestTimeout: requestTimeoutMs,
  connectionsCheckingInterval: lookForSlowMs,
});

const listen = (server: Server, { host, port }: ListenerOptions, path: WebPath): Promise<void> =>
  new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      reject(new StartError(sentence(error, { host, port, path }), error));
    };
    server.once('error', fail);
    server.listen({ port, ...(host !== '' && { host }) }, () => {
      server.removeListener('error', fail);
      resolve();
    });
  });

const sentence = (
  error: Error,
  { host, port, path }: { host: string; port: number; path: WebPath },
): string => {
  const setting = path === 'HTTP' ? 'httpPort' : 'httpsPort';
  const variable = path === 'HTTP' ? 'FORGE_HTTP_PORT' : 'FORGE_HTTPS_PORT';
  const choose = `choose another with ${setting} in forge.json or ${variable}`;
  const where = host === '' ? '' : ` of ${host}`;
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return `Port ${port}${where} is in use by another program: stop that program, or ${choose}.`;
    case 'EACCES':
      return `This user may not open port ${port}${where}: ports below 1024 need the right to; ${choose}.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This machine has no address ${host}: correct ${setting.replace('Port', 'Host')}.`;
    default:
      return `Port ${port}${where} cannot be opened (${error.message}): ${choose}.`;
  }
};

const addressOf = (server: Server, path: WebPath): string => {
  const { address, port, family } = server.address() as AddressInfo;
  const everywhere = address === '::' || address === '0.0.0.0';
  const host = family === 'IPv6' ? `[${address}]` : address;
  return `${path.toLowerCase()}://${everywhere ? 'localhost' : host}:${port}`;
};

/**
 * Opens a port. Slow and silent clients are let go by the bounds above.
 * @throws StartError when the port cannot be opened
 */
export const openListener = async (options: ListenerOptions): Promise<Listener> => {
  const { tls, handle, requestTimeoutMs } = options;
  const path = tls === undefined ? 'HTTP' : 'HTTPS';
  const take = (request: IncomingMessage, response: ServerResponse): void => {
    handle(request, response, path);
  };
  const bounds = bound(requestTimeoutMs);
  const server =
    tls === undefined
      ? createHttpServer(bounds, take)
      : createHttpsServer({ ...bounds, ...tls, handshakeTimeout: headersMs }, take);
  await listen(server, options, path);
  return {
    path,
    address: addressOf(server, path),
    close: () =>
      new Promise((resolve) => {
        const cut = setTimeout(() => {
          server.closeAllConnections();
        }, closeGraceMs);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
};
