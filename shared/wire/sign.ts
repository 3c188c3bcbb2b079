import { sign as signBytes, verify as verifyBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/**
 * DSSE version 1 pre-authentication encoding: type and payload with their lengths, so that bytes signed for one purpose
 * can never be taken for another.
 */
export const preAuthenticationEncoding = (type: string, payload: Uint8Array): Uint8Array => {
  const head = `DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `;
  return Buffer.concat([Buffer.from(head), payload]);
};

/** Ed25519 (RFC 8032) over the exact bytes; 64 bytes. */
export const sign = (type: string, payload: Uint8Array, key: KeyObject): Uint8Array =>
  signBytes(null, preAuthenticationEncoding(type, payload), key);

export const verify = (type: string, payload: Uint8Array, signature: Uint8Array, key: KeyObject): boolean =>
  signature.length === 64 && verifyBytes(null, preAuthenticationEncoding(type, payload), key, signature);
