import type { PathStatus } from '#shared/status.ts';
import { EnvelopeError } from '#shared/wire/envelope.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../host.ts';
import type { Identity } from '../presence/identity.ts';
import { transportError } from '../transports/errors.ts';
import { TransportError } from '../transports/transport.ts';
import type { Transport } from '../transports/transport.ts';
import { longestBackoffMs, outcomeOf } from './delivery.ts';
import type { Outcome, Tried } from './delivery.ts';
import { createPathHealth } from './path-health.ts';
import type { PathHealth } from './path-health.ts';
import type { Parcel, Queue, Settlement } from './queue.ts';

/** One configured way to the CM Server. Its name is what people see and what stands in receipts. */
export interface Path {
  name: string;
  transport: Pick<Transport, 'kind' | 'send'>;
}

export interface DispatcherOptions {
  queue: Queue;
  /** The ways that may be used now, the best first. */
  paths: () => Path[];
  /** Nothing is sent before the computer has an identity. */
  identity: () => Identity | undefined;
  /** Takes envelopes that came in answers, receipts among them. */
  deliver: (envelope: Uint8Array, path: string) => Promise<void>;
  /** Why nothing may leave now, in a sentence, such as that the agent is paused. */
  held: () => string | undefined;
  /** A path began or ceased to work, or the disk refused. */
  onChange: () => void;
  clock: Clock;
  random: () => number;
  log: Log;
}

/** Sends what waits in the outbox by the path that works now. */
export interface Dispatcher {
  start(): void;
  /** Calls off what is being sent and resolves when that has ended; what was not confirmed waits on. Nothing calls back afterwards. */
  stop(): Promise<void>;
  /** Something may have changed: a new message, other settings, an identity. Cheap to call. */
  wake(): void;
  /** Try at once, whatever was to be waited for: somebody asked, the network is back, or contact was made another way. Never rejects. */
  hurry(): Promise<void>;
  /** Why nothing leaves at the moment, in a sentence; nothing when messages may leave. */
  whyWaiting(): string | undefined;
  pathStatus(): PathStatus[];
}

/** Messages on the way at the same time over a path that works. */
const concurrency = 4;
/** How long to leave the disk alone after it refused. */
const troubleMs = 5000;
/** What an envelope without a last moment of its own is good for. */
const validForMs = 30 * 24 * 3_600_000;

const failureOf = (error: unknown): TransportError => {
  if (error instanceof TransportError) return error;
  const words = error instanceof Error ? error.message : String(error);
  if (error instanceof EnvelopeError && error.code === 'tooLarge') return transportError('tooLarge', words);
  return transportError('local', words);
};

const settlementOf = (outcome: Exclude<Outcome, { kind: 'nextPath' }>, now: number): Settlement => {
  switch (outcome.kind) {
    case 'delivered':
      return { state: 'untried' };
    case 'retryAt':
      return outcome.left === undefined
        ? { state: 'waiting', nextTry: outcome.at > now ? Math.round(outcome.at) : null, reason: outcome.why }
        : { state: 'sent', nextTry: Math.round(outcome.at), path: outcome.left };
    case 'undeliverable':
      return { state: 'failed', reason: outcome.why };
  }
};

export const createDispatcher = (options: DispatcherOptions): Dispatcher => {
  const { queue, paths, identity, deliver, held, onChange, clock, random, log } = options;
  const healths = new Map<string, PathHealth>();
  const sending = new Set<Promise<void>>();
  const stopping = new AbortController();
  let started = false;
  let taking = false;
  let wokenWhileTaking = false;
  let troubledUntil = 0;
  let cancelTimer = (): void => undefined;

  const healthOf = ({ name }: Path): PathHealth => {
    const known = healths.get(name);
    if (known !== undefined) return known;
    const health = createPathHealth(clock, random);
    healths.set(name, health);
    return health;
  };

  const isReady = (path: Path): boolean => healthOf(path).waitMs === 0;

  const whyHeld = (): string | undefined => {
    const reason = held();
    if (reason !== undefined) return reason;
    if (identity() === undefined) return 'This computer is not registered with a CM Server yet.';
    return paths().length === 0 ? 'No way of sending messages to the CM Server is set up.' : undefined;
  };

  const seal = (who: Identity, parcel: Parcel): Promise<Uint8Array> =>
    who.seal({
      class: parcel.class,
      id: parcel.id,
      sequence: parcel.sequence,
      created: parcel.created,
      notAfter: parcel.not_after ?? clock.now() + validForMs,
      ...(parcel.in_reply_to === null ? {} : { inReplyTo: parcel.in_reply_to }),
      body: parcel.body,
    });

  /** Sends by one path. An answer counts only when a receipt for this very message was in it. */
  const tryPath = async (path: Path, envelope: Uint8Array, id: string): Promise<Tried> => {
    try {
      const sent = await path.transport.send(envelope, stopping.signal);
      if (sent.kind === 'accepted') return { kind: 'accepted', by: path.name };
      for (const answer of sent.envelopes) await deliver(answer, path.name);
      return queue.underWay(id)
        ? { kind: 'failed', error: transportError('noReceipt') }
        : { kind: 'receipt' };
    } catch (error) {
      return { kind: 'failed', error: failureOf(error) };
    }
  };

  const noteHealth = (path: Path, begun: number, tried: Tried): void => {
    const health = healthOf(path);
    const failedBefore = health.failing;
    // A path that refuses one message for its size works for the others.
    if (tried.kind === 'failed' && tried.error.fault !== 'envelope') health.failed(tried.error, begun);
    else health.succeeded();
    if (failedBefore === health.failing) return;
    if (tried.kind === 'failed')
      log.warn(`${path.name} does not work: ${tried.error.message}`, { code: tried.error.code });
    else log.info(`${path.name} works again.`);
    onChange();
  };

  const otherPaths = (tried: ReadonlySet<string>): 'ready' | 'later' | 'none' => {
    const others = paths().filter(({ name }) => !tried.has(name));
    if (others.some(isReady)) return 'ready';
    return others.length > 0 ? 'later' : 'none';
  };

  /** Tries path after path until something is decided. */
  const settlementFor = async (parcel: Parcel, envelope: Uint8Array): Promise<Settlement> => {
    const done = new Set<string>();
    for (;;) {
      const path = paths().find((candidate) => !done.has(candidate.name) && isReady(candidate));
      if (path === undefined) return { state: 'untried' };
      done.add(path.name);
      const begun = healthOf(path).begin();
      const tried = await tryPath(path, envelope, parcel.id);
      if (stopping.signal.aborted && tried.kind === 'failed') return { state: 'untried' };
      noteHealth(path, begun, tried);
      const now = clock.now();
      const outcome = outcomeOf(tried, {
        attempt: parcel.attempts,
        now,
        random,
        otherPaths: otherPaths(done),
      });
      if (outcome.kind !== 'nextPath') return settlementOf(outcome, now);
    }
  };

  const unsealable = (parcel: Parcel, error: unknown): Settlement => {
    const now = clock.now();
    const tried: Tried = { kind: 'failed', error: failureOf(error) };
    const outcome = outcomeOf(tried, { attempt: parcel.attempts, now, random, otherPaths: 'none' });
    return outcome.kind === 'nextPath' ? { state: 'untried' } : settlementOf(outcome, now);
  };

  const send = async (parcel: Parcel): Promise<void> => {
    const who = identity();
    if (who === undefined) {
      await queue.settle(parcel.id, { state: 'untried' });
      return;
    }
    const settlement = await seal(who, parcel).then(
      (envelope) => settlementFor(parcel, envelope),
      (error: unknown) => unsealable(parcel, error),
    );
    await queue.settle(parcel.id, settlement);
  };

  const launch = (parcel: Parcel): void => {
    const under = send(parcel)
      .catch((error: unknown) => localTrouble(error))
      .finally(() => {
        sending.delete(under);
        wake();
      });
    sending.add(under);
  };

  /** How many more messages may be on the way now. */
  const room = (): number => {
    if (whyHeld() !== undefined || clock.monotonic() < troubledUntil) return 0;
    const best = paths().find(isReady);
    if (best === undefined) return 0;
    return (healthOf(best).failing ? 1 : concurrency) - sending.size;
  };

  const takeWhatFits = async (): Promise<void> => {
    do {
      wokenWhileTaking = false;
      const free = room();
      if (free <= 0) return;
      for (const parcel of await queue.take(free)) launch(parcel);
    } while (wokenWhileTaking);
  };

  const wakeIn = (ms: number): void => {
    cancelTimer();
    cancelTimer = clock.after(Math.min(Math.max(ms, 0), longestBackoffMs), wake);
  };

  /** Wakes at the moment when a path may be tried again or the next message is due. */
  const setTimer = (): void => {
    cancelTimer();
    if (stopping.signal.aborted || whyHeld() !== undefined) return;
    const waits = paths().map((path) => healthOf(path).waitMs);
    const due = queue.nextDue();
    const soonest = Math.max(Math.min(...waits), troubledUntil - clock.monotonic());
    if (soonest > 0) wakeIn(soonest);
    else if (due !== undefined) wakeIn(due - clock.now());
  };

  /** The disk refuses what must be written down: the messages stay where they are, and all is tried again a little later. */
  const localTrouble = (error: unknown): void => {
    log.error(`Messages cannot be sent now: ${error instanceof Error ? error.message : String(error)}`);
    troubledUntil = clock.monotonic() + troubleMs;
    onChange();
  };

  const pump = async (): Promise<void> => {
    taking = true;
    try {
      await takeWhatFits();
    } catch (error) {
      localTrouble(error);
    }
    taking = false;
    setTimer();
  };

  const wake = (): void => {
    if (!started || stopping.signal.aborted) return;
    if (taking) wokenWhileTaking = true;
    else void pump();
  };

  return {
    start: () => {
      started = true;
      wake();
    },
    stop: async () => {
      stopping.abort();
      cancelTimer();
      await Promise.all(sending);
    },
    wake,
    hurry: async () => {
      for (const health of healths.values()) health.hurry();
      troubledUntil = 0;
      await queue.hurry().catch(localTrouble);
      wake();
    },
    whyWaiting: () => {
      const reason = whyHeld();
      if (reason !== undefined || paths().some(isReady)) return reason;
      return paths()
        .map((path) => `${path.name}: ${healthOf(path).status().sentence}`)
        .join(' ');
    },
    pathStatus: () =>
      paths().map((path) => ({ name: path.name, kind: path.transport.kind, ...healthOf(path).status() })),
  };
};
