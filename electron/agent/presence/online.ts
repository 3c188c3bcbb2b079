import os from 'node:os';
import type { OnlineInfo } from '#shared/protocol/online-info.ts';
import { unsentMessages } from '#shared/status.ts';
import type { AgentStatus } from '#shared/status.ts';
import type { Clock } from '../clock.ts';
import type { Sent } from '../transports/transport.ts';
import type { Identity } from './identity.ts';
import { createInterval } from './interval.ts';
import type { Interval } from './interval.ts';
import { cpuMeter, measureDisks, ownAddresses, ownUser } from './measure.ts';
import { onlineEnvelope } from './small-envelopes.ts';

export interface OnlineOptions {
  clock: Clock;
  /** The best knowledge of the time, milliseconds since 1970. */
  trustedNow: () => number;
  random: () => number;
  identity: () => Identity | undefined;
  status: () => AgentStatus;
  intervalMs: () => number;
  send: (envelope: Uint8Array, signal: AbortSignal) => Promise<Sent>;
  /** Authentic answers count as contact like any other. */
  deliver: (envelope: Uint8Array) => Promise<void>;
  onFailure: (error: unknown) => void;
}

/** The long interval: what the computer looks like now. Nothing is queued; a report that does not get through is forgotten. */
export class OnlineReporter {
  readonly #options: OnlineOptions;
  /** Monotonic. */
  readonly #startedAt: number;
  readonly #cpu = cpuMeter();
  readonly #interval: Interval;

  constructor(options: OnlineOptions) {
    this.#options = options;
    this.#startedAt = options.clock.monotonic();
    this.#interval = createInterval(options.clock, options.random);
    this.#cpu();
  }

  /** Reports until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#report(signal).catch((error: unknown) => {
        if (!signal.aborted) this.#options.onFailure(error);
      });
      await this.#interval.wait(this.#options.intervalMs(), signal);
    }
  }

  /** Reports now: the server asked, or something changed. */
  now(): void {
    this.#interval.cut();
  }

  async #report(signal: AbortSignal): Promise<void> {
    const identity = this.#options.identity();
    if (identity === undefined) return;
    const envelope = await onlineEnvelope(identity, await this.#info(this.#options.trustedNow()));
    const sent = await this.#options.send(envelope, signal);
    if (sent.kind === 'answered') for (const answer of sent.envelopes) await this.#options.deliver(answer);
  }

  async #info(at: number): Promise<OnlineInfo> {
    const status = this.#options.status();
    const cpuPercent = this.#cpu();
    return {
      at,
      agentVersion: status.version,
      uptimeS: Math.round(os.uptime()),
      agentUptimeS: Math.round((this.#options.clock.monotonic() - this.#startedAt) / 1000),
      ...(cpuPercent === undefined ? {} : { cpuPercent: Math.round(cpuPercent * 10) / 10 }),
      memory: { totalBytes: os.totalmem(), usedBytes: os.totalmem() - os.freemem() },
      disks: await measureDisks(),
      addresses: ownAddresses(),
      users: ownUser(),
      outbox: {
        waiting: unsentMessages(status),
        bytes: status.outbox.waitingBytes,
        ...(status.outbox.oldestWaiting === undefined ? {} : { oldest: status.outbox.oldestWaiting }),
      },
      settingsVersion: status.settingsVersion,
      paths: status.paths.map(({ name, state }) => ({ name, state })),
      watches: [],
    };
  }
}
