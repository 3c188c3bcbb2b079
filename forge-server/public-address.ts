import { hostname } from 'node:os';
import type { Config } from './config.ts';

/** The ports that are really open, by the scheme's name. Before the start there are none, and those of the configuration count. */
export type OpenPorts = Partial<Record<'http' | 'https', number>>;

const everywhere = new Set(['', '0.0.0.0', '::']);
const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host.startsWith('127.');

const schemeOf = ({
  httpHost,
  httpPort,
  httpsHost,
  httpsPort,
  certificateFile,
}: Config): 'http' | 'https' => {
  if (httpsPort === 'off') return 'http';
  if (httpPort === 'off' || certificateFile !== undefined) return 'https';
  return isLoopback(httpHost) && !isLoopback(httpsHost) ? 'https' : 'http';
};

/**
 * Where computers find this server, as registration tokens tell it: what the configuration says, or the listener that other
 * computers can use best. Nothing when the port is not known before the start.
 */
export const publicAddress = (config: Config, open: OpenPorts): string | undefined => {
  if (config.publicAddress !== undefined) return config.publicAddress;
  const scheme = schemeOf(config);
  const port = open[scheme] ?? config[`${scheme}Port`];
  if (port === 0 || port === 'off') return undefined;
  const listening = config[`${scheme}Host`];
  const host = everywhere.has(listening) ? hostname() : listening;
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
};
