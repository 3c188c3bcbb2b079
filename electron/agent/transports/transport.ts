import type { ProbeReport, ProbeStep } from '#shared/probe.ts';

/**
 * Takes one envelope that came in. Resolves only when the inbox has it on disk, or has refused it for good: only then may
 * the carrier forget it. Rejects when it could not be kept; the carrier must keep it and try again.
 */
export type Deliver = (envelope: Uint8Array) => Promise<void>;

/** What a send came to. `answered`: the other side answered with envelopes (its receipts among them). `accepted`: a carrier took it; the receipt comes another way. */
export type Sent = { kind: 'answered'; envelopes: Uint8Array[] } | { kind: 'accepted'; by: string };

/**
 * A carrier of envelopes: bytes in, bytes out. It knows one protocol and nothing of what it carries. It owns no reconnect
 * loop: `run` throws when it breaks and the supervisor starts it again. After an aborted `run` has resolved, nothing calls back.
 */
export interface Transport {
  readonly kind: string;
  readonly directions: { send: boolean; receive: boolean; tick: boolean };
  /** Receives until the signal aborts. */
  run(deliver: Deliver, signal: AbortSignal): Promise<void>;
  /** Sends one envelope. Throws a TransportError when it did not get through. */
  send(envelope: Uint8Array, signal: AbortSignal): Promise<Sent>;
  /** Carries a tick and gives its answer's bytes, unverified. Only where `directions.tick`. */
  tick?(tick: Uint8Array, signal: AbortSignal): Promise<Uint8Array>;
  /** Look for incoming envelopes now; calls while one look is under way are merged into one more. */
  wake?(): void;
  /** The "Test" button: every step with its time and the other side's own words, told as it is known. Leaves no trace. */
  probe(signal: AbortSignal, onStep?: (step: ProbeStep) => void): Promise<ProbeReport>;
}

/**
 * What went wrong on the way. `transient` may pass by itself; `path` means that this path needs a person (wrong password, wrong
 * certificate); `envelope` means that this envelope will never pass here (too large).
 */
export type TransportFault = 'transient' | 'path' | 'envelope';

/** A named error: `code` from the table in `errors.ts`, a sentence, and what to do about it. */
export class TransportError extends Error {
  readonly code: string;
  readonly fault: TransportFault;
  readonly remedy: string;
  /** The other side asked to wait this long, milliseconds. */
  readonly retryAfter: number | undefined;
  constructor(code: string, fault: TransportFault, message: string, remedy: string, retryAfter?: number) {
    super(message);
    this.name = 'TransportError';
    this.code = code;
    this.fault = fault;
    this.remedy = remedy;
    this.retryAfter = retryAfter;
  }
}
