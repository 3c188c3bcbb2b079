import { messageOf } from '#shared/error-message.ts';
import { registeredSchema, serverKeysSchema } from '#shared/protocol/registration.ts';
import type { Registration, RegistrationToken } from '#shared/protocol/registration.ts';
import type { SettingsDocument } from '#shared/protocol/documents.ts';
import { parseBoundedJson } from '#shared/wire/bounded-json.ts';
import { openEnvelope, sealEnvelope } from '#shared/wire/envelope.ts';
import { newId } from '#shared/wire/id.ts';
import { checkServerKeys } from '#shared/wire/key-statement.ts';
import { signingKey } from '#shared/wire/keys.ts';
import { TransportError } from '../transports/transport.ts';
import type { Sent } from '../transports/transport.ts';
import { failureSentence } from './failure-sentence.ts';
import type { IdentityRecord, RegistrationRecord } from './identity-file.ts';
import { unstoredValidMs } from './small-envelopes.ts';

/** What registration needs of a transport that talks to the token's server. */
export interface RegistrationWire {
  /** The server's keys as they came, unverified. */
  keys(signal: AbortSignal): Promise<unknown>;
  send(envelope: Uint8Array, signal: AbortSignal): Promise<Sent>;
  close(): void;
}

/** `refused` is final for this token; `unreachable` may be tried again with the same token. */
export type RegistrationOutcome =
  | { outcome: 'registered'; registration: RegistrationRecord; document: SettingsDocument }
  | { outcome: 'refused'; reason: string }
  | { outcome: 'unreachable'; reason: string };

export interface RegistrationFacts {
  computerName: string;
  platform: string;
  agentVersion: string;
  now: number;
}

const keyRefusals = {
  wrongRootKey:
    'The server that answered is not the one that made this token: its root key is another. Ask for a new token, and check the address and any proxy on the way.',
  badSignature:
    'The server answered with keys that its root key has not signed. Check the address and any proxy on the way.',
  expired:
    "The server's keys have expired, or this computer's clock is wrong. Check the clock first, then tell the operator.",
} as const;

/**
 * Registers this computer: fetches the server's keys, compares them with the hash in the token, and only then sends the token's
 * secret, sealed to that server. The same token from the same computer gives the same CM-ID again, so a lost answer costs nothing.
 */
export const register = async (
  token: RegistrationToken,
  record: IdentityRecord,
  facts: RegistrationFacts,
  wire: RegistrationWire,
  signal: AbortSignal,
): Promise<RegistrationOutcome> => {
  try {
    const keys = serverKeysSchema.parse(await wire.keys(signal));
    const check = checkServerKeys(keys, token.rootKeyHash, facts.now);
    if (!check.ok) return { outcome: 'refused', reason: keyRefusals[check.reason] };
    const { statement } = check;
    const id = newId(facts.now);
    const body: Registration = {
      secret: token.secret,
      sealingKey: record.sealing.publicKey,
      computerName: facts.computerName,
      platform: facts.platform,
      agentVersion: facts.agentVersion,
      epoch: record.epoch,
    };
    const envelope = await sealEnvelope(
      {
        v: 1,
        id,
        from: 'NEW',
        to: statement.serverId,
        class: 'registration',
        epoch: record.epoch,
        sequence: 0,
        created: facts.now,
        notAfter: facts.now + unstoredValidMs,
      },
      Buffer.from(JSON.stringify(body)),
      { publicKey: record.signing.publicKey, key: signingKey(record.signing) },
      statement.sealingKey,
    );
    const sent = await wire.send(envelope, signal);
    const answer = sent.kind === 'answered' ? sent.envelopes[0] : undefined;
    if (answer === undefined)
      return { outcome: 'unreachable', reason: 'The server gave no answer to the registration.' };
    const opened = await openEnvelope(answer, [record.sealing], (key) => key === statement.commandKey);
    if (
      opened.header.class !== 'registered' ||
      opened.header.inReplyTo !== id ||
      opened.header.from !== statement.serverId
    )
      return { outcome: 'unreachable', reason: 'The server answered something else than a registration.' };
    const answered = registeredSchema.parse(parseBoundedJson(opened.body));
    if (answered.outcome === 'refused') return { outcome: 'refused', reason: answered.reason };
    const registration: RegistrationRecord = {
      cmId: answered.cmId,
      tickKey: answered.tickKey,
      server: token.server,
      rootKeyHash: token.rootKeyHash,
      keys,
      registeredAt: facts.now,
    };
    return { outcome: 'registered', registration, document: answered.document };
  } catch (error) {
    return { outcome: 'unreachable', reason: sentenceOf(error) };
  }
};

const sentenceOf = (error: unknown): string => {
  if (error instanceof TransportError) return failureSentence(error);
  const words = messageOf(error).split('\n')[0];
  return `The answer of the server could not be understood (${words}). Check the address and any proxy on the way.`;
};
