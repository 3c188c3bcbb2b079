import type { EnvelopeClass } from '#shared/protocol/envelope.ts';
import { keyStatementSchema } from '#shared/protocol/registration.ts';
import { parseBoundedJson } from '#shared/wire/bounded-json.ts';
import { fromBase64Url } from '#shared/wire/bytes.ts';
import { EnvelopeError, openEnvelope, sealEnvelope } from '#shared/wire/envelope.ts';
import type { OpenedEnvelope } from '#shared/wire/envelope.ts';
import { signingKey } from '#shared/wire/keys.ts';
import type { IdentityRecord } from './identity-file.ts';

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

/** Who this computer is to the server, once registered: makes and opens envelopes. */
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

/** The identity that a record tells; nothing before registration. */
export const identityOf = (record: IdentityRecord): Identity | undefined => {
  const { registration } = record;
  if (registration === undefined) return undefined;
  const statement = keyStatementSchema.parse(parseBoundedJson(fromBase64Url(registration.keys.statement)));
  const signer = { publicKey: record.signing.publicKey, key: signingKey(record.signing) };
  return {
    cmId: registration.cmId,
    epoch: record.epoch,
    serverId: statement.serverId,
    seal: ({ body, ...header }) =>
      sealEnvelope(
        { v: 1, from: registration.cmId, to: statement.serverId, epoch: record.epoch, ...header },
        body,
        signer,
        statement.sealingKey,
      ),
    open: async (bytes) => {
      const opened = await openEnvelope(bytes, [record.sealing], (key) => key === statement.commandKey);
      if (opened.header.from !== statement.serverId || opened.header.to !== registration.cmId)
        throw new EnvelopeError('notForUs', 'the envelope is not from our server to this computer');
      return opened;
    },
  };
};
