import type { Clock } from '#agent/clock.ts';

export interface SystemProxyOptions {
  /** Asks the system's own rules; the answer is in the form of proxy auto-configuration, such as `PROXY a:3128; DIRECT`. */
  resolve: (url: string) => Promise<string>;
  clock: Pick<Clock, 'monotonic'>;
}

const ttlMs = 60_000;
const mostRemembered = 100;

const schemes: Record<string, string> = {
  PROXY: 'http',
  HTTP: 'http',
  HTTPS: 'https',
  SOCKS: 'socks4',
  SOCKS4: 'socks4',
  SOCKS5: 'socks5',
};

/** The first way that an auto-configuration answer names, as an address; nothing for a direct one. */
export const firstProxy = (answer: string): string | undefined => {
  const [kind = '', host] = (answer.split(';')[0] ?? '').trim().split(/\s+/);
  const scheme = schemes[kind.toUpperCase()];
  return scheme === undefined || host === undefined ? undefined : `${scheme}://${host}`;
};

/** The proxy for an address by the system's rules. An answer is remembered for a minute, because the rules may be a slow script. */
export const createSystemProxy = ({
  resolve,
  clock,
}: SystemProxyOptions): { proxyFor(url: string): Promise<string | undefined>; forget(): void } => {
  const remembered = new Map<string, { at: number; proxy: string | undefined }>();
  return {
    proxyFor: async (url) => {
      const { origin } = new URL(url);
      const known = remembered.get(origin);
      if (known && clock.monotonic() - known.at < ttlMs) return known.proxy;
      const proxy = firstProxy(await resolve(url));
      if (remembered.size >= mostRemembered) remembered.clear();
      remembered.set(origin, { at: clock.monotonic(), proxy });
      return proxy;
    },
    forget: () => {
      remembered.clear();
    },
  };
};
