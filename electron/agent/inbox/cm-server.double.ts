import type { EnvelopeHeader } from '#shared/protocol/envelope.ts';
import type { Receipt } from '#shared/protocol/messages.ts';
import { sealEnvelope } from '#shared/wire/envelope.ts';
import { newId } from '#shared/wire/id.ts';
import { signKeyStatement } from '#shared/wire/key-statement.ts';
import { generateKeyPair, keyHash, serverIdOf, signingKey } from '#shared/wire/keys.ts';
import type { KeyPair } from '#shared/wire/keys.ts';
import type { IdentityRecord } from '../presence/identity-file.ts';

/** What a test wants otherwise than a good server does it. */
export interface Otherwise {
  header?: Partial<EnvelopeHeader>;
  /** Who signs. */
  signer?: KeyPair;
  /** To whom it is sealed. */
  recipient?: string;
}

/** A CM Server with real keys that writes envelopes to one registered computer. */
export interface CmServer {
  /** What the computer's identity file holds. */
  record: IdentityRecord;
  /** Seals any body. */
  seal(body: unknown, otherwise?: Otherwise): Promise<Uint8Array>;
  /** A command, valid for an hour, each with the next sequence number. */
  command(kind: string, args?: unknown, otherwise?: Otherwise): Promise<{ id: string; bytes: Uint8Array }>;
  receipt(ids: string[], otherwise?: Otherwise): Promise<Uint8Array>;
}

const hour = 3_600_000;

/** @param now the server's clock, milliseconds since 1970 */
export const createCmServer = (now: () => number, cmId = 'ACMEPC001'): CmServer => {
  const root = generateKeyPair('Ed25519');
  const commandKey = generateKeyPair('Ed25519');
  const serverId = serverIdOf(root.publicKey);
  const computer = { signing: generateKeyPair('Ed25519'), sealing: generateKeyPair('X25519') };
  const statement = {
    serverId,
    serial: 1,
    commandKey: commandKey.publicKey,
    sealingKey: generateKeyPair('X25519').publicKey,
    issued: now(),
    notAfter: now() + 1000 * hour,
  };
  const registration = {
    cmId,
    tickKey: generateKeyPair('X25519').publicKey,
    server: 'https://cm.example.com',
    rootKeyHash: keyHash(root.publicKey),
    keys: signKeyStatement(statement, root),
    registeredAt: now(),
  };
  let sequence = 0;

  const seal: CmServer['seal'] = (
    body,
    { header, signer = commandKey, recipient = computer.sealing.publicKey } = {},
  ) =>
    sealEnvelope(
      {
        v: 1,
        id: newId(now()),
        from: serverId,
        to: cmId,
        class: 'command',
        epoch: 1,
        sequence: 0,
        created: now(),
        notAfter: now() + hour,
        ...header,
      },
      body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body)),
      { publicKey: signer.publicKey, key: signingKey(signer) },
      recipient,
    );

  return {
    record: { ...computer, epoch: 1, registration },
    seal,
    command: async (kind, args = {}, otherwise = {}) => {
      sequence += 1;
      const id = otherwise.header?.id ?? newId(now());
      const header = { sequence, ...otherwise.header, id };
      return { id, bytes: await seal({ kind, args, operator: 'jana' }, { ...otherwise, header }) };
    },
    receipt: (ids, otherwise = {}) => {
      const body: Receipt = { items: ids.map((id) => ({ id, outcome: 'kept' })), at: now() };
      return seal(body, { ...otherwise, header: { class: 'receipt', ...otherwise.header } });
    },
  };
};
