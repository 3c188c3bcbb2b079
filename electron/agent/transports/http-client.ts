import http from 'node:http';
import https from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import { TLSSocket } from 'node:tls';
import got, { TimeoutError } from 'got';
import { ProxyAgent } from 'proxy-agent';
import type { Http } from '#shared/settings/http.ts';
import { networkError, transportError } from './errors.ts';
import { proxyFor } from './http-proxy.ts';
import type { ProxyOptions } from './http-proxy.ts';
import { createSharedLookup } from './shared-lookup.ts';
import { trustOf } from './tls-trust.ts';
import type { Trust } from './tls-trust.ts';
import type { TransportError } from './transport.ts';

export interface HttpCall {
  method: 'GET' | 'POST';
  url: string;
  body?: Uint8Array;
  contentType?: string;
  accept: string;
  /** A larger answer is broken off. */
  maxBytes: number;
  /** For the call as a whole, milliseconds. */
  timeoutMs: number;
  signal: AbortSignal;
}

export interface HttpAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Uint8Array;
}

/** Makes single HTTP calls by the settings in force: proxy, certificates, deadlines and sizes. */
export interface HttpClient {
  /** Any status is an answer. @throws TransportError when none came */
  call(call: HttpCall): Promise<HttpAnswer>;
  /** Closes all connections. */
  close(): void;
}

export interface HttpClientOptions extends ProxyOptions {
  /** False for a client that is used once: its connections end with their call. */
  keepAlive: boolean;
}

interface Line {
  key: string;
  trust: Trust;
  proxied: boolean;
  agents: { http: http.Agent; https: https.Agent };
  close: () => void;
}

const phaseMs = 10_000;
/** No byte in or out for so long ends a call. */
const idleMs = 15_000;
/** Idle connections are closed before the usual limits of servers and firewalls. */
const keepAliveMs = 50_000;

const deadlines = (timeoutMs: number) => ({
  lookup: Math.min(phaseMs, timeoutMs),
  connect: Math.min(phaseMs, timeoutMs),
  secureConnect: Math.min(phaseMs, timeoutMs),
  socket: Math.min(idleMs, timeoutMs),
  send: timeoutMs,
  response: timeoutMs,
  request: timeoutMs,
});

const lookup = createSharedLookup();

const directLine = (key: string, trust: Trust, keepAlive: boolean): Line => {
  const common = { keepAlive, timeout: keepAliveMs, lookup };
  const agents = { http: new http.Agent(common), https: new https.Agent({ ...common, ...trust.options }) };
  return {
    key,
    trust,
    proxied: false,
    agents,
    close: () => {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
};

const proxiedLine = (key: string, trust: Trust, keepAlive: boolean, proxy: URL): Line => {
  const agent = new ProxyAgent({ keepAlive, ...trust.options, getProxyForUrl: () => proxy.href });
  // What is believed of the server says nothing about an encrypted proxy, which is judged by the system's rules.
  agent.connectOpts = { keepAlive, lookup };
  return {
    key,
    trust,
    proxied: true,
    agents: { http: agent, https: agent },
    close: () => agent.destroy(),
  };
};

/** Compares the pin as soon as the handshake is done and before the first byte of a request leaves. */
const guard = (
  request: http.ClientRequest,
  refusal: NonNullable<Trust['refusal']>,
  checked: WeakSet<TLSSocket>,
): void => {
  request.once('socket', (socket) => {
    if (!(socket instanceof TLSSocket) || checked.has(socket)) return;
    socket.once('secureConnect', () => {
      const error = refusal(socket);
      if (error === undefined) checked.add(socket);
      else socket.destroy(error);
    });
  });
};

const request =
  (trust: Trust, checked: WeakSet<TLSSocket>, onProxyStatus: (status: number) => void) =>
  (
    url: URL,
    options: https.RequestOptions,
    callback?: (response: http.IncomingMessage) => void,
  ): http.ClientRequest => {
    const made = (url.protocol === 'https:' ? https : http).request(url, options, callback);
    made.once('proxyConnect', ({ statusCode }: { statusCode: number }) => onProxyStatus(statusCode));
    if (trust.refusal !== undefined) guard(made, trust.refusal, checked);
    return made;
  };

const timeoutError = (error: TimeoutError, proxied: boolean): TransportError => {
  if (error.event === 'lookup') return transportError('nameService', error.message);
  const connecting = error.event === 'connect' || error.event === 'secureConnect';
  if (connecting) return transportError(proxied ? 'proxyUnreachable' : 'connectTimeout', error.message);
  return transportError('timeout', error.message);
};

/** Errors of a connection are the proxy's where there is one: nobody else was spoken to. */
const named = (error: unknown, proxied: boolean): TransportError => {
  if (error instanceof TimeoutError) return timeoutError(error, proxied);
  const found = networkError(error);
  const ofProxy = proxied && ['nameNotFound', 'refused', 'unreachable'].includes(found.code);
  return ofProxy ? transportError('proxyUnreachable', found.message.replace(/\.$/, '')) : found;
};

/** A proxy that did not open a tunnel answers in the server's place. */
const proxyRefusal = (status: number): TransportError =>
  status === 407
    ? transportError('proxyPassword')
    : transportError('proxyRefused', `it answered with status ${status}`);

export const createHttpClient = (options: HttpClientOptions): HttpClient => {
  const { settings, keepAlive } = options;
  const checked = new WeakSet<TLSSocket>();
  let line: Line | undefined;

  const lineTo = async (url: string): Promise<Line> => {
    const proxy = await proxyFor(url, options);
    const { ownCa, pin }: Pick<Http, 'ownCa' | 'pin'> = settings();
    const key = JSON.stringify([proxy?.href, ownCa, pin]);
    if (line?.key === key) return line;
    const trust = trustOf({ ownCa, pin });
    line?.close();
    line =
      proxy === undefined ? directLine(key, trust, keepAlive) : proxiedLine(key, trust, keepAlive, proxy);
    return line;
  };

  return {
    call: async ({ method, url, body, contentType, accept, maxBytes, timeoutMs, signal }) => {
      const { agents, trust, proxied } = await lineTo(url);
      const tooLong = new AbortController();
      let proxyStatus = 200;
      try {
        const answer = await got(url, {
          method,
          ...(body === undefined ? {} : { body }),
          headers: {
            accept,
            'accept-encoding': 'identity',
            'user-agent': 'C-Monitor',
            ...(contentType === undefined ? {} : { 'content-type': contentType }),
          },
          responseType: 'buffer',
          throwHttpErrors: false,
          followRedirect: false,
          decompress: false,
          retry: { limit: 0 },
          timeout: deadlines(timeoutMs),
          agent: agents,
          signal: AbortSignal.any([signal, tooLong.signal]),
          request: request(trust, checked, (status) => {
            proxyStatus = status;
          }),
        }).on('downloadProgress', ({ transferred, total }) => {
          if (Math.max(transferred, total ?? 0) > maxBytes) tooLong.abort();
        });
        if (proxyStatus !== 200) throw proxyRefusal(proxyStatus);
        return { status: answer.statusCode, headers: answer.headers, body: answer.body };
      } catch (error) {
        if (signal.aborted) throw transportError('stopped');
        if (tooLong.signal.aborted) throw transportError('answerTooLarge');
        if (proxyStatus !== 200) throw proxyRefusal(proxyStatus);
        throw named(error, proxied);
      }
    },
    close: () => {
      line?.close();
      line = undefined;
    },
  };
};
