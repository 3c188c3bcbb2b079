import type { ProbeReport, ProbeStep } from '#shared/probe.ts';
import { serverAddresses } from '#shared/settings/http.ts';
import type { Settings } from '#shared/settings/settings.ts';
import type { AgentHost } from './host.ts';
import type { IdentityFile } from './presence/identity-file.ts';
import type { Identity } from './presence/identity.ts';
import { fetchEnvelope } from './presence/small-envelopes.ts';
import { createHttpTransport } from './transports/http.ts';
import type { HttpTransport } from './transports/http.ts';

export interface HttpWaysOptions {
  host: Pick<AgentHost, 'clock' | 'log' | 'secrets' | 'systemProxy'>;
  /** What is in force. */
  settings: () => Settings;
  identity: () => Identity | undefined;
  identityFile: IdentityFile;
  /** The best knowledge of the time, milliseconds since 1970: the server judges by it whether a question is fresh. */
  trustedNow: () => number;
  /** Ends connection tests that are under way. */
  stopping: AbortSignal;
}

/** The ways to a CM Server over HTTP: the one in use, one to try settings on, and one to the server of a registration token. */
export interface HttpWays {
  inUse: HttpTransport;
  /**
   * Tests the way with these settings.
   * @param password the proxy's unsaved one, null when it was cleared, undefined for the saved one
   */
  probe(draft: Settings, password?: string | null, onStep?: (step: ProbeStep) => void): Promise<ProbeReport>;
  /** Leads to this address with the settings in force. Who takes it closes it. */
  to(address: string): HttpTransport;
}

export const createHttpWays = ({
  host,
  settings,
  identity,
  identityFile,
  trustedNow,
  stopping,
}: HttpWaysOptions): HttpWays => {
  const { clock, log, secrets, systemProxy } = host;
  const common = {
    clock,
    log,
    systemProxy,
    fetchEnvelope: async () => {
      const own = identity();
      return own && fetchEnvelope(own, trustedNow());
    },
    rootKeyHash: () => identityFile.read().registration?.rootKeyHash,
  };
  /** Settings may be lost; where this computer is registered stands with its identity. */
  const addresses = (): string[] => {
    const set = serverAddresses(settings().http);
    const { registration } = identityFile.read();
    return set.length === 0 && registration !== undefined ? [registration.server] : set;
  };
  const savedPassword = () => secrets.get('http.proxyPassword');
  const inForce = { ...common, settings: () => settings().http, proxyPassword: savedPassword };
  return {
    inUse: createHttpTransport({ ...inForce, addresses }),
    probe: async (draft, password, onStep) => {
      const transport = createHttpTransport({
        ...common,
        settings: () => draft.http,
        proxyPassword: password === undefined ? savedPassword : () => Promise.resolve(password ?? undefined),
      });
      try {
        return await transport.probe(stopping, onStep);
      } finally {
        transport.close();
      }
    },
    to: (address) => createHttpTransport({ ...inForce, addresses: () => [address] }),
  };
};
