import type { Http } from '#shared/settings/http.ts';
import { transportError } from './errors.ts';

export interface ProxyOptions {
  settings: () => Http;
  proxyPassword: () => Promise<string | undefined>;
  /** The proxy for an address by the system's own rules; nothing for a direct way. */
  systemProxy: (url: string) => Promise<string | undefined>;
}

/**
 * The proxy through which an address is reached, with its user and password in it; nothing for a direct way.
 * @throws TransportError `noProxy` when one is to be used and none is set
 */
export const proxyFor = async (
  url: string,
  { settings, proxyPassword, systemProxy }: ProxyOptions,
): Promise<URL | undefined> => {
  const { proxy, proxyAddress, proxyUser } = settings();
  if (proxy === 'none') return undefined;
  if (proxy === 'system') {
    const found = await systemProxy(url);
    return found === undefined ? undefined : new URL(found);
  }
  if (proxyAddress === '') throw transportError('noProxy');
  const address = new URL(proxyAddress);
  if (proxyUser !== '') {
    address.username = encodeURIComponent(proxyUser);
    address.password = encodeURIComponent((await proxyPassword()) ?? '');
  }
  return address;
};

/** A proxy's address for people: without its user and password. */
export const proxyWords = (proxy: URL): string => `${proxy.protocol}//${proxy.host}`;
