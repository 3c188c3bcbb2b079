import type { KeyObject } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { envelopeHeaderSchema } from '#shared/protocol/envelope.ts';
import type { EnvelopeHeader } from '#shared/protocol/envelope.ts';
import { limits } from '#shared/protocol/limits.ts';
import { readBoundedJson } from './bounded-json.ts';
import { fromBase64Url, toBase64Url } from './bytes.ts';
import { encapsulatedBytes, hpkeOpen, hpkeSeal } from './hpke.ts';
import { keyIdOf, verifyingKey } from './keys.ts';
import type { KeyPair } from './keys.ts';
import { sign, verify } from './sign.ts';

/*
 * Envelope version 1, from outside in:
 *   sealed   magic "CME1" | key id of the recipient's sealing key 8 | HPKE encapsulated key 32 | ciphertext
 *   signed   signer's public key 32 | Ed25519 signature 64 | payload           (the ciphertext's plain text)
 *   payload  packing 1 (0 plain, 1 raw deflate of RFC 1951) | content
 *   content  header length 4 | header (JSON) | body (bytes)
 * The signature covers the payload in DSSE's encoding; magic and key id are the seal's additional data.
 */
const magic = Buffer.from('CME1');
const sealInfo = Buffer.from('C-Monitor envelope 1');
export const signatureType = 'application/vnd.cmonitor.envelope.v1';
const outerBytes = magic.length + 8;
const signedBytes = 32 + 64;
/** Below this, deflate saves nothing worth its time. */
const packFrom = 256;

/** Why an envelope was not opened. The codes are for counting and logs; the message is for people. */
export class EnvelopeError extends Error {
  readonly code: EnvelopeFault;
  constructor(code: EnvelopeFault, message: string) {
    super(message);
    this.name = 'EnvelopeError';
    this.code = code;
  }
}
export type EnvelopeFault =
  | 'tooLarge'
  | 'notAnEnvelope'
  | 'notForUs'
  | 'cannotOpen'
  | 'unknownSigner'
  | 'badSignature'
  | 'malformed';

export interface OpenedEnvelope {
  header: EnvelopeHeader;
  body: Uint8Array;
  /** The public key that signed, already accepted by `trusts`. */
  signer: string;
}

const pack = (content: Uint8Array): Uint8Array => {
  if (content.length >= packFrom) {
    const packed = deflateRawSync(content);
    if (packed.length < content.length) return Buffer.concat([Uint8Array.of(1), packed]);
  }
  return Buffer.concat([Uint8Array.of(0), content]);
};

const unpack = (payload: Uint8Array, atMost: number): Uint8Array => {
  const content = payload.subarray(1);
  if (payload[0] === 0 && content.length <= atMost) return content;
  if (payload[0] === 0) throw new EnvelopeError('malformed', `the envelope holds more than ${atMost} bytes`);
  if (payload[0] !== 1) throw new EnvelopeError('malformed', 'the envelope is packed in an unknown way');
  try {
    return inflateRawSync(content, { maxOutputLength: atMost });
  } catch (error) {
    throw new EnvelopeError('malformed', `the envelope does not unpack: ${String(error)}`);
  }
};

/** Signs, then seals. Throws when header and body make an envelope larger than `limits.envelopeBytes`. */
export const sealEnvelope = async (
  header: EnvelopeHeader,
  body: Uint8Array,
  signer: { publicKey: string; key: KeyObject },
  recipient: string,
): Promise<Uint8Array> => {
  const headerBytes = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(headerBytes.length);
  const payload = pack(Buffer.concat([length, headerBytes, body]));
  const signature = sign(signatureType, payload, signer.key);
  const outer = Buffer.concat([magic, fromBase64Url(keyIdOf(recipient))]);
  const plain = Buffer.concat([fromBase64Url(signer.publicKey), signature, payload]);
  const sealed = Buffer.concat([outer, await hpkeSeal(recipient, sealInfo, outer, plain)]);
  if (sealed.length > limits.envelopeBytes)
    throw new EnvelopeError(
      'tooLarge',
      `the envelope has ${sealed.length} bytes; at most ${limits.envelopeBytes} may travel in one`,
    );
  return sealed;
};

const content = (payload: Uint8Array, atMost: number): { header: EnvelopeHeader; body: Uint8Array } => {
  const bytes = Buffer.from(unpack(payload, atMost));
  const headerLength = bytes.length >= 4 ? bytes.readUInt32BE(0) : Number.POSITIVE_INFINITY;
  if (headerLength > limits.headerBytes || 4 + headerLength > bytes.length)
    throw new EnvelopeError('malformed', 'the envelope has no readable header');
  const header = readBoundedJson(envelopeHeaderSchema, bytes.subarray(4, 4 + headerLength));
  if (header === undefined)
    throw new EnvelopeError('malformed', "the envelope's header is not one of version 1");
  return { header, body: bytes.subarray(4 + headerLength) };
};

/**
 * Opens one envelope: size, addressee's key, seal, signer, signature, and only then anything inside is parsed.
 * @param sealingKeys all keys that an envelope to us may be sealed to (the current and the one before)
 * @param trusts whether envelopes signed by this public key may be looked into; who that is, is the caller's to compare with `header.from`
 * @param mayUnpack how many bytes an envelope signed by this public key may unpack to; left out, `limits.unpackedBytes`
 * @throws EnvelopeError with the reason; nothing of the content has been used then
 */
export const openEnvelope = async (
  bytes: Uint8Array,
  sealingKeys: readonly KeyPair[],
  trusts: (signer: string) => boolean,
  mayUnpack: (signer: string) => number = () => limits.unpackedBytes,
): Promise<OpenedEnvelope> => {
  if (bytes.length > limits.envelopeBytes)
    throw new EnvelopeError('tooLarge', `an envelope has at most ${limits.envelopeBytes} bytes`);
  if (
    bytes.length < outerBytes + encapsulatedBytes + signedBytes ||
    !magic.equals(bytes.subarray(0, magic.length))
  )
    throw new EnvelopeError('notAnEnvelope', 'these bytes are no envelope of C-Monitor');
  const outer = bytes.subarray(0, outerBytes);
  const keyId = toBase64Url(outer.subarray(magic.length));
  const recipient = sealingKeys.find((pair) => keyIdOf(pair.publicKey) === keyId);
  if (recipient === undefined)
    throw new EnvelopeError('notForUs', 'the envelope is sealed to a key that is not ours');
  const plain = await hpkeOpen(recipient, sealInfo, outer, bytes.subarray(outerBytes)).catch(() => {
    throw new EnvelopeError('cannotOpen', 'the seal does not open: the envelope was altered on its way');
  });
  if (plain.length < signedBytes + 1) throw new EnvelopeError('malformed', 'the envelope is too short');
  const signer = toBase64Url(plain.subarray(0, 32));
  if (!trusts(signer))
    throw new EnvelopeError('unknownSigner', 'the envelope is signed with a key that is not trusted');
  const payload = plain.subarray(signedBytes);
  if (!verify(signatureType, payload, plain.subarray(32, signedBytes), verifyingKey(signer)))
    throw new EnvelopeError('badSignature', 'the signature does not match the envelope');
  return { ...content(payload, mayUnpack(signer)), signer };
};
