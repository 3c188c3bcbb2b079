import { limits } from '#shared/protocol/limits.ts';
import { http as paths } from '#shared/protocol/names.ts';
import type { ProbeReport } from '#shared/probe.ts';
import { serverAddresses } from '#shared/settings/http.ts';
import { joinFrames } from '#shared/wire/frames.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../host.ts';
import { createAddressChoice } from './http-addresses.ts';
import { envelopesOf, jsonOf, tickAnswerOf } from './http-answers.ts';
import { createHttpClient } from './http-client.ts';
import type { HttpAnswer, HttpCall } from './http-client.ts';
import { probeHttp } from './http-probe.ts';
import type { ProxyOptions } from './http-proxy.ts';
import type { Transport } from './transport.ts';

export interface HttpTransportOptions extends ProxyOptions {
  clock: Clock;
  log: Log;
  /** Base addresses in the order of trying. Those of the settings unless told otherwise. */
  addresses?: () => string[];
  /** Makes an envelope that asks for waiting commands; nothing before registration. */
  fetchEnvelope: () => Promise<Uint8Array | undefined>;
  /** Hash of the CM Server's root key, for the connection test; nothing before registration. */
  rootKeyHash: () => string | undefined;
}

/** The CM Server over HTTP and HTTPS. */
export interface HttpTransport extends Transport {
  tick(tick: Uint8Array, signal: AbortSignal): Promise<Uint8Array>;
  wake(): void;
  /** The server's keys as they came, unverified. @throws TransportError */
  keys(signal: AbortSignal): Promise<unknown>;
  /** Closes all connections; calls under way fail. */
  close(): void;
}

/** A receipt is small; what is larger is no answer to a message. */
const receiptBytes = 1024 * 1024;
const keysBytes = 64 * 1024;
const tickAnswerBytes = 4096;
/** A tick that takes longer says nothing about now. */
const tickMs = 10_000;

/** Ends a wait when it is called; a call that comes before the wait is remembered. */
const createWake = (): { wake: () => void; wait: (signal: AbortSignal) => Promise<void> } => {
  let wanted = false;
  let end = (): void => undefined;
  return {
    wake: () => {
      wanted = true;
      end();
    },
    wait: async (signal) => {
      if (!wanted && !signal.aborted)
        await new Promise<void>((resolve) => {
          end = resolve;
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
      end = () => undefined;
      wanted = false;
    },
  };
};

export const createHttpTransport = (options: HttpTransportOptions): HttpTransport => {
  const { clock, log, settings, fetchEnvelope, rootKeyHash } = options;
  const addresses = options.addresses ?? (() => serverAddresses(settings()));
  const client = createHttpClient({ ...options, keepAlive: true });
  const choice = createAddressChoice({ addresses, clock, log });
  const waker = createWake();
  const timeoutMs = (): number => settings().timeoutS * 1000;

  const call = (path: string, rest: Omit<HttpCall, 'url'>): Promise<HttpAnswer> =>
    choice.first((address) => client.call({ ...rest, url: address + path }));

  const post = async (envelope: Uint8Array, maxBytes: number, signal: AbortSignal): Promise<Uint8Array[]> => {
    const body = joinFrames([envelope]);
    const type = paths.envelopesType;
    const answer = await call(paths.envelopesPath, {
      method: 'POST',
      body,
      contentType: type,
      accept: type,
      maxBytes,
      timeoutMs: timeoutMs(),
      signal,
    });
    return envelopesOf(answer, clock.now());
  };

  /** Fetches until the server has no more: an answer holds only so many commands. */
  const look = async (
    deliver: (envelope: Uint8Array) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> => {
    for (let full = true; full && !signal.aborted;) {
      const question = await fetchEnvelope();
      if (question === undefined) return;
      const envelopes = await post(question, limits.requestBytes, signal);
      for (const envelope of envelopes) await deliver(envelope);
      full = envelopes.length >= limits.commandsPerFetch;
    }
  };

  return {
    kind: 'http',
    directions: { send: true, receive: true, tick: true },
    run: async (deliver, signal) => {
      while (!signal.aborted) {
        await waker.wait(signal);
        if (signal.aborted) return;
        try {
          await look(deliver, signal);
        } catch (error) {
          if (signal.aborted) return;
          // What was asked for is still wanted when the supervisor starts again.
          waker.wake();
          throw error;
        }
      }
    },
    send: async (envelope, signal) => ({
      kind: 'answered',
      envelopes: await post(envelope, receiptBytes, signal),
    }),
    tick: async (tick, signal) => {
      const type = paths.tickType;
      const answer = await call(paths.tickPath, {
        method: 'POST',
        body: tick,
        contentType: type,
        accept: type,
        maxBytes: tickAnswerBytes,
        timeoutMs: Math.min(tickMs, timeoutMs()),
        signal,
      });
      return tickAnswerOf(answer, clock.now());
    },
    keys: async (signal) => {
      const answer = await call(paths.keysPath, {
        method: 'GET',
        accept: 'application/json',
        maxBytes: keysBytes,
        timeoutMs: timeoutMs(),
        signal,
      });
      return jsonOf(answer, clock.now());
    },
    wake: () => waker.wake(),
    probe: (signal, onStep): Promise<ProbeReport> =>
      probeHttp({ ...options, addresses, rootKeyHash, signal, ...(onStep === undefined ? {} : { onStep }) }),
    close: () => client.close(),
  };
};
