import type { ClientRequest, IncomingHttpHeaders } from 'node:http';
import got, { TimeoutError } from 'got';
import { networkError, transportError } from './errors.ts';
import { openLine } from './http-line.ts';
import type { HttpLine } from './http-line.ts';
import { proxyFor } from './http-proxy.ts';
import type { ProxyOptions } from './http-proxy.ts';
import { trustOf } from './tls-trust.ts';
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

const phaseMs = 10_000;
/** No byte in or out for so long ends a call. */
const idleMs = 15_000;
const deadlines = (timeoutMs: number) => ({
  lookup: Math.min(phaseMs, timeoutMs),
  connect: Math.min(phaseMs, timeoutMs),
  secureConnect: Math.min(phaseMs, timeoutMs),
  socket: Math.min(idleMs, timeoutMs),
  send: timeoutMs,
  response: timeoutMs,
  request: timeoutMs,
});

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
  let current: { key: string; line: HttpLine } | undefined;

  const close = (): void => {
    current?.line.close();
    current = undefined;
  };

  const lineTo = async (url: string): Promise<HttpLine> => {
    const proxy = await proxyFor(url, options);
    const { protocol } = new URL(url);
    const { ownCa, pin } = settings();
    const key = JSON.stringify([protocol, proxy?.href, ownCa, pin]);
    if (current?.key === key) return current.line;
    const line = openLine(protocol, { proxy, trust: trustOf({ ownCa, pin }), keepAlive });
    close();
    current = { key, line };
    return line;
  };

  /** Gives nothing when a kept connection turned out to be closed by the other side; what is sent here may be sent twice. */
  const attempt = async (call: HttpCall): Promise<HttpAnswer | undefined> => {
    const { method, url, body, contentType, accept, maxBytes, timeoutMs, signal } = call;
    const line = await lineTo(url);
    const tooLong = new AbortController();
    let tunnelStatus = 200;
    let request: ClientRequest | undefined;
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
        signal: AbortSignal.any([signal, tooLong.signal]),
        request: (target, native, callback) => {
          request = line.open(target, native, callback, (status) => {
            tunnelStatus = status;
          });
          return request;
        },
      }).on('downloadProgress', ({ transferred, total }) => {
        if (Math.max(transferred, total ?? 0) > maxBytes) tooLong.abort();
      });
      if (tunnelStatus !== 200) throw proxyRefusal(tunnelStatus);
      return { status: answer.statusCode, headers: answer.headers, body: answer.body };
    } catch (error) {
      if (signal.aborted) throw transportError('stopped');
      if (tooLong.signal.aborted) throw transportError('answerTooLarge');
      if (tunnelStatus !== 200) throw proxyRefusal(tunnelStatus);
      const failure = named(error, line.proxied);
      if (failure.code === 'reset' && request?.reusedSocket === true) return undefined;
      throw failure;
    }
  };

  return {
    call: async (call) => {
      // Each failed try uses up one of the kept connections, so that there is an end to it.
      for (;;) {
        const answer = await attempt(call);
        if (answer !== undefined) return answer;
      }
    },
    close,
  };
};
