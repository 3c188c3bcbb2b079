import type { EnvelopeHeader } from '#shared/protocol/envelope.ts';
import { limits } from '#shared/protocol/limits.ts';
import { EnvelopeError } from '#shared/wire/envelope.ts';
import type { EnvelopeFault } from '#shared/wire/envelope.ts';
import type { KnownComputer, Registry } from '../computers/registry.ts';
import type { Identity } from '../identity.ts';

/** Why an envelope was not taken at all: no receipt can name it, because nobody we know has signed it. */
export interface Rejected {
  kind: 'rejected';
  fault: EnvelopeFault | 'notTheSender';
  /** A sentence for the sender. */
  reason: string;
  /** The computer that has surely signed it, when that is known. */
  computer?: KnownComputer;
}

/** An authentic envelope of a registered computer. `body` is not parsed yet. */
export interface Received {
  kind: 'received';
  computer: KnownComputer;
  header: EnvelopeHeader;
  body: Uint8Array;
}

/** A new computer that asks to be registered, and the key that it has proved to hold. */
export interface Application {
  kind: 'application';
  signer: string;
  header: EnvelopeHeader;
  body: Uint8Array;
}

export type Opened = Received | Application | Rejected;

/** A stranger's envelope may only be a registration, which is small: nothing large of a stranger is taken or unpacked. */
const strangerBytes = 4096;
const strangerUnpackedBytes = 64 * 1024;

const sentences: Record<EnvelopeFault, string> = {
  tooLarge: 'The envelope is too large: send the result in parts.',
  notAnEnvelope: 'This is no envelope of C-Monitor.',
  notForUs:
    'The envelope is sealed to another server: check the address, or register this computer with this server.',
  cannotOpen: 'The envelope was altered on its way: send it again.',
  unknownSigner: 'This server does not know the computer that signed the envelope: register it first.',
  badSignature: 'The signature of the envelope is wrong: it was forged or altered.',
  malformed: 'The envelope is malformed: the agent may be newer than this server.',
};

export const reject = (fault: Rejected['fault'], reason: string, computer?: KnownComputer): Rejected => ({
  kind: 'rejected',
  fault,
  reason,
  ...(computer && { computer }),
});

/** Opens one envelope and makes sure that it is what its sender meant for this server. Never throws for what came in. */
export const openForServer = async (
  bytes: Uint8Array,
  identity: Identity,
  registry: Registry,
): Promise<Opened> => {
  let signedBy: KnownComputer | undefined;
  const trusts = (key: string): boolean => {
    signedBy = registry.bySigner(key);
    return signedBy !== undefined || bytes.length <= strangerBytes;
  };
  const mayUnpack = (): number => (signedBy === undefined ? strangerUnpackedBytes : limits.unpackedBytes);
  try {
    const { header, body, signer } = await identity.open(bytes, trusts, mayUnpack);
    if (header.to !== identity.serverId) return reject('notForUs', sentences.notForUs, signedBy);
    if (header.class === 'registration' && header.from === 'NEW')
      return { kind: 'application', signer, header, body };
    const computer = signedBy;
    if (computer === undefined) return reject('unknownSigner', sentences.unknownSigner);
    if (header.from !== computer.cmId)
      return reject(
        'notTheSender',
        `The envelope says that it is from ${header.from}, but another computer has signed it.`,
        computer,
      );
    return { kind: 'received', computer, header, body };
  } catch (error) {
    if (error instanceof EnvelopeError) {
      // A known signer's envelope is malformed only after its signature was found right.
      return reject(error.code, sentences[error.code], error.code === 'malformed' ? signedBy : undefined);
    }
    // Keys that are none and the like; whatever it was, the envelope brought it.
    return reject('malformed', sentences.malformed);
  }
};
