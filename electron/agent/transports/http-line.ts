import http from 'node:http';
import https from 'node:https';
import { TLSSocket } from 'node:tls';
import { ProxyAgent } from 'proxy-agent';
import { createSharedLookup } from './shared-lookup.ts';
import type { Trust } from './tls-trust.ts';

type Callback = (response: http.IncomingMessage) => void;
type Options = https.RequestOptions;

/** How requests reach their server: directly or through a proxy, with connections that are used again. */
export interface HttpLine {
  /** True where connections are made to a proxy. */
  proxied: boolean;
  /** Begins a request. `onTunnel` is told the status with which a proxy answered to the wish for a tunnel. */
  open(
    url: URL,
    options: Options,
    callback: Callback | undefined,
    onTunnel: (status: number) => void,
  ): http.ClientRequest;
  /** Closes its connections; requests under way fail. */
  close(): void;
}

export interface HttpLineOptions {
  proxy: URL | undefined;
  trust: Trust;
  /** False where each connection ends with its request. */
  keepAlive: boolean;
}

/** Idle connections are closed before the usual limits of servers and firewalls. */
const idleMs = 50_000;
const lookup = createSharedLookup();

const requestOf = ({ protocol }: URL): typeof http.request =>
  protocol === 'https:' ? https.request : http.request;

/** Compares the pin as soon as the handshake is done and before the first byte of a request leaves. */
const guard = (
  request: http.ClientRequest,
  refusal: NonNullable<Trust['refusal']>,
  checked: WeakSet<TLSSocket>,
): void => {
  request.once('socket', (socket) => {
    if (!(socket instanceof TLSSocket) || checked.has(socket)) return;
    socket.once('secureConnect', () => {
      const error = refusal(socket.getPeerX509Certificate());
      if (error === undefined) checked.add(socket);
      else socket.destroy(error);
    });
  });
};

const directLine = ({ trust, keepAlive }: HttpLineOptions): HttpLine => {
  const checked = new WeakSet<TLSSocket>();
  const plain = new http.Agent({ keepAlive, timeout: idleMs, lookup });
  const secure = new https.Agent({ keepAlive, timeout: idleMs, lookup, ...trust.options });
  return {
    proxied: false,
    open: (url, options, callback) => {
      const request = requestOf(url)(
        url,
        { ...options, agent: url.protocol === 'https:' ? secure : plain },
        callback,
      );
      if (trust.refusal !== undefined) guard(request, trust.refusal, checked);
      return request;
    },
    close: () => {
      plain.destroy();
      secure.destroy();
    },
  };
};

/** Encrypted connections go through a tunnel that the proxy opens. */
const tunnelLine = ({ trust, keepAlive }: HttpLineOptions, proxy: URL): HttpLine => {
  const checked = new WeakSet<TLSSocket>();
  const agent = new ProxyAgent({
    keepAlive,
    timeout: idleMs,
    ...trust.options,
    getProxyForUrl: () => proxy.href,
  });
  // What is believed of the server says nothing about an encrypted proxy, which is judged by the system's rules.
  agent.connectOpts = { keepAlive, timeout: idleMs, lookup };
  return {
    proxied: true,
    open: (url, options, callback, onTunnel) => {
      const request = requestOf(url)(url, { ...options, agent }, callback);
      request.once('proxyConnect', ({ statusCode }: { statusCode?: number }) => onTunnel(statusCode ?? 200));
      if (trust.refusal !== undefined) guard(request, trust.refusal, checked);
      return request;
    },
    close: () => agent.destroy(),
  };
};

/** Headers by name; the other form, a flat list, is for those who repeat a header, as nobody does here. */
const named = (headers: Options['headers']): http.OutgoingHttpHeaders =>
  Array.isArray(headers) ? {} : { ...(headers as http.OutgoingHttpHeaders | undefined) };

/**
 * Unencrypted requests are given to the proxy with the whole address in them (RFC 9112, section 3.2.2). Proxies seldom open
 * tunnels for these.
 */
const forwardLine = ({ keepAlive }: HttpLineOptions, proxy: URL): HttpLine => {
  const common = { keepAlive, timeout: idleMs, lookup };
  const agent = proxy.protocol === 'https:' ? new https.Agent(common) : new http.Agent(common);
  const login = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  const authorization =
    login === ':' ? {} : { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` };
  return {
    proxied: true,
    open: (url, options, callback) =>
      requestOf(proxy)(
        new URL(proxy.origin),
        {
          ...options,
          agent,
          path: url.href,
          headers: { ...named(options.headers), host: url.host, ...authorization },
        },
        callback,
      ),
    close: () => agent.destroy(),
  };
};

/** The line for a server whose address begins with `protocol`. */
export const openLine = (protocol: string, options: HttpLineOptions): HttpLine => {
  const { proxy } = options;
  if (proxy === undefined) return directLine(options);
  const forwarded = protocol === 'http:' && /^https?:$/.test(proxy.protocol);
  return forwarded ? forwardLine(options, proxy) : tunnelLine(options, proxy);
};
