import type { X509Certificate } from 'node:crypto';
import http from 'node:http';
import dns from 'node:dns/promises';
import net from 'node:net';
import tls from 'node:tls';
import { http as paths } from '#shared/protocol/names.ts';
import { serverKeysSchema } from '#shared/protocol/registration.ts';
import type { ProbeReport, ProbeStep } from '#shared/probe.ts';
import { keyHash, serverIdOf } from '#shared/wire/keys.ts';
import type { Clock } from '../clock.ts';
import { mayTryOtherPort, networkError, transportError } from './errors.ts';
import type { TransportCode } from './errors.ts';
import { jsonOf } from './http-answers.ts';
import { createHttpClient } from './http-client.ts';
import { proxyFor, proxyWords } from './http-proxy.ts';
import type { ProxyOptions } from './http-proxy.ts';
import { trustOf } from './tls-trust.ts';
import type { Trust } from './tls-trust.ts';
import { TransportError } from './transport.ts';

export interface HttpProbeOptions extends ProxyOptions {
  clock: Clock;
  addresses: () => string[];
  rootKeyHash: () => string | undefined;
  signal: AbortSignal;
  /** Each step as it is known. */
  onStep?: (step: ProbeStep) => void;
}

type StepName = ProbeStep['step'];
type StepResult = { outcome?: ProbeStep['outcome']; words: string };

const stepMs = 10_000;

/** Runs steps one after another, with the time that each took; a step that throws is the last one. */
const createSteps = (clock: Clock, onStep: (step: ProbeStep) => void = () => undefined) => {
  const steps: ProbeStep[] = [];
  const add = (step: ProbeStep): void => {
    steps.push(step);
    onStep(step);
  };
  const run = async <T extends StepResult>(step: StepName, work: () => Promise<T>): Promise<T> => {
    const startedAt = clock.monotonic();
    const ms = (): number => Math.round((clock.monotonic() - startedAt) * 10) / 10;
    try {
      const result = await work();
      add({ step, outcome: result.outcome ?? 'ok', ms: ms(), words: result.words });
      return result;
    } catch (error) {
      const failure = networkError(error);
      add({ step, outcome: 'failed', ms: ms(), words: failure.message });
      throw failure;
    }
  };
  return { steps, run };
};
type Steps = ReturnType<typeof createSteps>;

const portOf = ({ port, protocol }: URL): number =>
  Number(port === '' ? (protocol === 'https:' ? 443 : protocol.startsWith('socks') ? 1080 : 80) : port);
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

/** Resolves at the event, rejects at an error, the deadline or the signal. */
const until = (socket: net.Socket, event: string, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(stepMs)]);
    const onLimit = (): void => {
      socket.destroy();
      reject(
        transportError(
          signal.aborted ? 'stopped' : 'connectTimeout',
          `no answer for ${stepMs / 1000} seconds`,
        ),
      );
    };
    limit.addEventListener('abort', onLimit, { once: true });
    socket.once(event, () => {
      limit.removeEventListener('abort', onLimit);
      resolve();
    });
    socket.once('error', reject);
  });

const dnsStep = async (target: URL): Promise<StepResult> => {
  if (net.isIP(hostOf(target)) !== 0)
    return { outcome: 'skipped', words: `${hostOf(target)} is an address already` };
  const found = await dns.lookup(hostOf(target), { all: true });
  return { words: `${hostOf(target)} is ${found.map(({ address }) => address).join(', ')}` };
};

const tcpStep = async (target: URL, signal: AbortSignal): Promise<StepResult & { socket: net.Socket }> => {
  const socket = net.connect({ host: hostOf(target), port: portOf(target) });
  await until(socket, 'connect', signal);
  return { words: `connected to ${socket.remoteAddress ?? ''} port ${portOf(target)}`, socket };
};

/** Asks an unencrypted proxy for a tunnel; other kinds of proxy are tried together with the request. */
const proxyStep = async (
  proxy: URL,
  target: URL,
  signal: AbortSignal,
): Promise<StepResult & { socket?: net.Socket }> => {
  if (proxy.protocol !== 'http:' || target.protocol !== 'https:')
    return { outcome: 'skipped', words: `${proxyWords(proxy)} is tried together with the request` };
  const login = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  const authority = `${target.hostname}:${portOf(target)}`;
  const request = http.request({
    host: hostOf(proxy),
    port: portOf(proxy),
    method: 'CONNECT',
    path: authority,
    signal: AbortSignal.any([signal, AbortSignal.timeout(stepMs)]),
    headers: {
      host: authority,
      ...(login === ':' ? {} : { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` }),
    },
  });
  return new Promise((resolve, reject) => {
    request.once('connect', (response, socket) => {
      if (response.statusCode === 200) {
        resolve({ words: `${proxyWords(proxy)} opened a tunnel`, socket });
        return;
      }
      socket.destroy();
      reject(
        response.statusCode === 407
          ? transportError('proxyPassword')
          : transportError('proxyRefused', `it answered with status ${response.statusCode ?? 0}`),
      );
    });
    request.once('error', reject);
    request.end();
  });
};

const certificateWords = (socket: tls.TLSSocket, certificate: X509Certificate | undefined): string => {
  if (certificate === undefined) return 'no certificate';
  const line = (name: string): string => name.replaceAll('\n', ', ');
  return `${socket.getProtocol() ?? 'TLS'}; certificate ${line(certificate.subject)}, issued by ${line(certificate.issuer)}, valid until ${certificate.validTo}`;
};

const refusalOf = (
  trust: Trust,
  host: string,
  socket: tls.TLSSocket,
  certificate: X509Certificate | undefined,
): Error | undefined => {
  if (trust.refusal !== undefined) return trust.refusal(certificate);
  const reason = String(socket.authorizationError);
  if (!socket.authorized || certificate === undefined)
    return Object.assign(new Error(reason), { code: reason });
  return tls.checkServerIdentity(host, certificate.toLegacyObject());
};

/** The handshake alone, so that the certificate can be shown also when it is refused. Nothing is sent over it. */
const tlsStep = async (
  trust: Trust,
  target: URL,
  socket: net.Socket,
  signal: AbortSignal,
): Promise<StepResult> => {
  const host = hostOf(target);
  const secure = tls.connect({
    ...trust.options,
    socket,
    ...(net.isIP(host) === 0 ? { servername: host } : {}),
    rejectUnauthorized: false,
  });
  await until(secure, 'secureConnect', signal);
  // Asked once: Node gives a peer's certificate away with the first call.
  const certificate = secure.getPeerX509Certificate();
  const words = certificateWords(secure, certificate);
  const refusal = refusalOf(trust, host, secure, certificate);
  secure.destroy();
  if (refusal === undefined) return { words: `${words}; ${trust.words}` };
  const { code } = networkError(refusal);
  throw transportError(code as TransportCode, `${words}; ${refusal.message}`);
};

const httpStep = async (
  options: HttpProbeOptions,
  address: string,
): Promise<StepResult & { keys: unknown }> => {
  const client = createHttpClient({ ...options, keepAlive: false });
  try {
    const answer = await client.call({
      method: 'GET',
      url: address + paths.keysPath,
      accept: 'application/json',
      maxBytes: 64 * 1024,
      timeoutMs: options.settings().timeoutS * 1000,
      signal: options.signal,
    });
    return { keys: jsonOf(answer, options.clock.now()), words: `status ${answer.status}` };
  } finally {
    client.close();
  }
};

const identityStep = async (keys: unknown, rootKeyHash: string | undefined): Promise<StepResult> => {
  const parsed = serverKeysSchema.safeParse(keys);
  if (!parsed.success) throw transportError('notCmServer', 'its keys cannot be read');
  const serverId = serverIdOf(parsed.data.rootKey);
  if (rootKeyHash === undefined)
    return { outcome: 'skipped', words: `the server is ${serverId}; this computer is not registered yet` };
  if (keyHash(parsed.data.rootKey) !== rootKeyHash) throw transportError('otherServer', `it is ${serverId}`);
  return { words: `the server is ${serverId}, where this computer is registered` };
};

const connectSteps = async (options: HttpProbeOptions, { run }: Steps, address: string): Promise<void> => {
  const target = new URL(address);
  const proxy = await proxyFor(address, options);
  const { signal } = options;
  await run('dns', () => dnsStep(proxy ?? target));
  const { socket } = await run('tcp', () => tcpStep(proxy ?? target, signal));
  socket.on('error', () => undefined);
  let tunnel: net.Socket | undefined = socket;
  if (proxy !== undefined) {
    socket.destroy();
    tunnel = (await run('proxy', () => proxyStep(proxy, target, signal))).socket;
  }
  try {
    if (target.protocol === 'http:')
      await run('tls', async () => ({
        outcome: 'skipped',
        words: 'the connection is not encrypted; messages are, each by itself',
      }));
    else if (tunnel !== undefined) {
      const open = tunnel;
      await run('tls', () => tlsStep(trustOf(options.settings()), target, open, signal));
    }
  } finally {
    tunnel?.destroy();
  }
};

const settingsStep = async ({ settings, addresses }: HttpProbeOptions): Promise<StepResult> => {
  if (addresses().length === 0) throw transportError('noServer');
  const { words } = trustOf(settings());
  return { words: `${addresses().join(', then ')}; certificates are ${words}` };
};

/** Goes the whole way to one address. */
const tryAddress = async (options: HttpProbeOptions, steps: Steps, address: string): Promise<void> => {
  await connectSteps(options, steps, address);
  const { keys } = await steps.run('http', () => httpStep(options, address));
  await steps.run('identity', () => identityStep(keys, options.rootKeyHash()));
};

/** Tries the addresses as sending does: another one where the one before does not connect. */
const tryAddresses = async (options: HttpProbeOptions, steps: Steps): Promise<string> => {
  let failure: unknown;
  for (const address of options.addresses()) {
    try {
      await tryAddress(options, steps, address);
      return address;
    } catch (error) {
      failure ??= error;
      if (!(error instanceof TransportError) || !mayTryOtherPort(error)) throw error;
    }
  }
  throw failure;
};

/** The connection test: every step on the way with its time and the other side's words. Nothing is kept and nothing is sent but a question for the server's keys. */
export const probeHttp = async (options: HttpProbeOptions): Promise<ProbeReport> => {
  const steps = createSteps(options.clock, options.onStep);
  const report = { path: 'http', steps: steps.steps };
  try {
    await steps.run('settings', () => settingsStep(options));
    const address = await tryAddresses(options, steps);
    // A step that failed at the standard address did not stop the way.
    const shown = steps.steps.map((step) =>
      step.outcome === 'failed' ? { ...step, outcome: 'warning' as const } : step,
    );
    return {
      ...report,
      steps: shown,
      address,
      ok: true,
      sentence: `The CM Server answers at ${address}.`,
      remedy: '',
    };
  } catch (error) {
    const { message, remedy } = networkError(error);
    return { ...report, address: options.addresses()[0] ?? '', ok: false, sentence: message, remedy };
  }
};
