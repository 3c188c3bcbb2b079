import type { EnvelopeClass } from '#shared/protocol/envelope.ts';
import type { OpenedEnvelope } from '#shared/wire/envelope.ts';

/** What goes into an envelope's header beside what the identity itself knows. */
export interface Outgoing {
  class: EnvelopeClass;
  id: string;
  sequence: number;
  created: number;
  notAfter: number;
  inReplyTo?: string;
  body: Uint8Array;
}

/** Who this computer is to the server, once registered: makes and opens envelopes, knows the server's time. */
export interface Identity {
  readonly cmId: string;
  readonly epoch: number;
  readonly serverId: string;
  /** Signs and seals for the server. */
  seal(outgoing: Outgoing): Promise<Uint8Array>;
  /**
   * Opens an envelope and checks that this server signed it and that it is for this computer.
   * @throws EnvelopeError
   */
  open(bytes: Uint8Array): Promise<OpenedEnvelope>;
}
