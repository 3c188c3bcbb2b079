import type { Logger } from 'pino';
import type { Token } from '#shared/portal-data.ts';
import { registerApi } from './api/api.ts';
import { loadCertificate } from './certificate.ts';
import type { Certificate } from './certificate.ts';
import type { Clock } from './clock.ts';
import type { NewToken } from './computers/tokens.ts';
import type { Config } from './config.ts';
import { openCore } from './core.ts';
import type { Core } from './core.ts';
import { lockDataFolder } from './data-folder.ts';
import { createAudit } from './operators/audit.ts';
import { createOperators } from './operators/operators.ts';
import type { Credentials } from './operators/operators.ts';
import { createPasswords } from './operators/passwords.ts';
import { createSessions } from './operators/sessions.ts';
import { createSignIn } from './operators/sign-in.ts';
import type { Outcome } from './outcome.ts';
import { publicAddress } from './public-address.ts';
import type { OpenPorts } from './public-address.ts';
import { createTickHandler, isTick } from './transports/http-tick.ts';
import { registerAgentRoutes } from './transports/http.ts';
import { openListener } from './transports/listener.ts';
import type { Handle, Listener } from './transports/listener.ts';
import { createWeb } from './web.ts';

/** What the server asks of the program that hosts it. */
export interface ServerHost {
  clock: Clock;
  log: Logger;
  version: string;
  /** The folder that the Portal's pages were built into; it may not exist. */
  portalFolder: string;
}

/** What is known once the server has started. */
export interface Started {
  /** Where it really listens, HTTP first. */
  addresses: string[];
  /** The maintainer that was made at the very first start; the password is not kept anywhere. */
  firstOperator: Credentials | undefined;
  /** What HTTPS is served with. */
  certificate: Pick<Certificate, 'pin' | 'selfMade'> | undefined;
}

/** Forge: the CM Server with its CM Portal. */
export interface ForgeServer {
  readonly serverId: string;
  /** The rooms of the server, for a program that has it in its own process. */
  readonly core: Core;
  /** Opens the ports. Throws StartError when it cannot; then `stop` still has to be called. */
  start(): Promise<Started>;
  /** Makes a registration token, started or not. */
  createToken(wanted: NewToken): Promise<Outcome<{ token: Token; text: string }>>;
  /** Makes a new password for an operator who forgot it; nothing when there is no such operator. */
  resetPassword(name: string): Promise<Credentials | undefined>;
  /** Closes everything; after it has resolved, nothing calls back. May be called again. */
  stop(): Promise<void>;
}

const createOperatorRooms = ({ store }: Core, clock: Clock) => {
  const passwords = createPasswords();
  const operators = createOperators({ store, passwords, clock });
  const sessions = createSessions({ store, clock });
  const signIn = createSignIn({ store, operators, sessions, passwords, clock });
  return { operators, sessions, signIn, audit: createAudit(store, clock) };
};

const openPorts = (listeners: Listener[]): OpenPorts =>
  Object.fromEntries(
    listeners.map(({ path, address }) => [path.toLowerCase(), Number(new URL(address).port)]),
  );

/**
 * Builds the server on its data folder without opening a port.
 * @throws StartError with what to do
 */
export const createServer = async (
  config: Config,
  { clock, log, version, portalFolder }: ServerHost,
): Promise<ForgeServer> => {
  const listeners: Listener[] = [];
  const core = await openCore({
    config,
    clock,
    log,
    publicAddress: () => publicAddress(config, openPorts(listeners)),
  });
  const { operators, sessions, signIn, audit } = createOperatorRooms(core, clock);
  const web = createWeb(log);
  let unlock = (): void => {};
  let stopping: Promise<void> | undefined;

  const listen = async (handle: Handle): Promise<Certificate | undefined> => {
    const { httpHost, httpPort, httpsHost, httpsPort } = config;
    const requestTimeoutMs = config.requestTimeoutS * 1000;
    if (httpPort !== 'off')
      listeners.push(await openListener({ host: httpHost, port: httpPort, requestTimeoutMs, handle }));
    if (httpsPort === 'off') return undefined;
    const tls = await loadCertificate(config, clock.now());
    listeners.push(await openListener({ host: httpsHost, port: httpsPort, tls, requestTimeoutMs, handle }));
    return tls;
  };

  const stop = async (): Promise<void> => {
    // Streams of events end with the web framework; only then can the listeners run empty.
    await web.close();
    await Promise.all(listeners.map((listener) => listener.close()));
    await core.stop();
    unlock();
  };

  return {
    serverId: core.identity.serverId,
    core,
    createToken: (wanted) => core.tokens.create(wanted),
    resetPassword: (name) => signIn.resetPassword(name),

    async start() {
      unlock = lockDataFolder(config.dataFolder);
      await registerAgentRoutes(web, { clock, identity: core.identity, inbox: core.inbox });
      await registerApi(web, { ...core, clock, audit, sessions, signIn, portalFolder, version });
      await web.ready();
      const tick = createTickHandler(core.presence, clock);
      const certificate = await listen((request, response, path) => {
        if (isTick(request)) tick(request, response, path);
        else web.routing(request, response);
      });
      core.start();
      const firstOperator = await operators.ensureMaintainer();
      return { addresses: listeners.map(({ address }) => address), firstOperator, certificate };
    },

    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
};
