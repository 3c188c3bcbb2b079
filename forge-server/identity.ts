import type { EnvelopeClass } from '#shared/protocol/envelope.ts';
import { newId } from '#shared/wire/id.ts';
import { openEnvelope, sealEnvelope } from '#shared/wire/envelope.ts';
import type { OpenedEnvelope } from '#shared/wire/envelope.ts';
import { keyHash, serverIdOf, signingKey } from '#shared/wire/keys.ts';
import { signKeyStatement } from '#shared/wire/key-statement.ts';
import type { ServerKeys } from '#shared/protocol/registration.ts';
import { day } from './clock.ts';
import type { Clock } from './clock.ts';
import type { Keys } from './keys.ts';
import type { Store } from './store/store.ts';

/** What goes into an envelope of ours. Left out: a new id, sequence 0 (only commands are ordered), now, and a week. */
export interface Outgoing {
  class: EnvelopeClass;
  to: string;
  body: unknown;
  id?: string;
  sequence?: number;
  created?: number;
  notAfter?: number;
  inReplyTo?: string;
}

/** Who this server is: signs and seals what it says, opens what is sent to it. */
export interface Identity {
  readonly serverId: string;
  readonly rootKeyHash: string;
  /** The signed statement of the keys in use, fresh for a month at least. */
  serverKeys(): ServerKeys;
  /** Signs, and seals to a computer's sealing key. Throws when the key is none or the body is too large. */
  seal(outgoing: Outgoing, sealingKey: string): Promise<Uint8Array>;
  /**
   * Opens an envelope that was sealed to us and signed by somebody whom `trusts` lets in; it may unpack to as many bytes as
   * `mayUnpack` gives that signer. Throws EnvelopeError.
   */
  open(
    bytes: Uint8Array,
    trusts: (signer: string) => boolean,
    mayUnpack: (signer: string) => number,
  ): Promise<OpenedEnvelope>;
}

const epochFact = 'epoch';
const statementMs = 60 * day;
const envelopeMs = 7 * day;

/** Grows whenever the store was made anew (seconds since 1970), so that a computer can tell it from the one before. */
const loadEpoch = (store: Store, clock: Clock): Promise<number> =>
  store.write(async (db) => {
    const fact = await db
      .selectFrom('facts')
      .select('value')
      .where('name', '=', epochFact)
      .executeTakeFirst();
    if (fact !== undefined) return Number(fact.value);
    const epoch = Math.floor(clock.now() / 1000);
    await db
      .insertInto('facts')
      .values({ name: epochFact, value: String(epoch) })
      .execute();
    return epoch;
  });

export const loadIdentity = async (keys: Keys, store: Store, clock: Clock): Promise<Identity> => {
  const { root, command, sealing, serial } = keys;
  const epoch = await loadEpoch(store, clock);
  const serverId = serverIdOf(root.publicKey);
  const signer = { publicKey: command.publicKey, key: signingKey(command) };
  let statement: { keys: ServerKeys; renewAt: number } | undefined;

  return {
    serverId,
    rootKeyHash: keyHash(root.publicKey),

    serverKeys() {
      const now = clock.now();
      if (statement !== undefined && now < statement.renewAt) return statement.keys;
      const signed = signKeyStatement(
        {
          serverId,
          serial,
          commandKey: command.publicKey,
          sealingKey: sealing.publicKey,
          issued: now,
          notAfter: now + statementMs,
        },
        root,
      );
      statement = { keys: signed, renewAt: now + statementMs / 2 };
      return signed;
    },

    seal({ class: envelopeClass, to, body, id, sequence, created, notAfter, inReplyTo }, sealingKey) {
      const now = clock.now();
      const header = {
        v: 1 as const,
        id: id ?? newId(now),
        from: serverId,
        to,
        class: envelopeClass,
        epoch,
        sequence: sequence ?? 0,
        created: created ?? now,
        notAfter: notAfter ?? now + envelopeMs,
        ...(inReplyTo !== undefined && { inReplyTo }),
      };
      return sealEnvelope(header, Buffer.from(JSON.stringify(body)), signer, sealingKey);
    },

    open: (bytes, trusts, mayUnpack) => openEnvelope(bytes, [sealing], trusts, mayUnpack),
  };
};
