import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { fromBase64Url, toBase32, toBase64Url } from './bytes.ts';

/** Raw 32-byte keys in base64url. */
export interface KeyPair {
  publicKey: string;
  privateKey: string;
}

type Curve = 'Ed25519' | 'X25519';

/** Makes a new key pair: Ed25519 (RFC 8032) to sign, X25519 (RFC 7748) to be sealed to. */
export const generateKeyPair = (curve: Curve): KeyPair => {
  const pair = curve === 'Ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('x25519');
  const jwk = pair.privateKey.export({ format: 'jwk' });
  if (jwk.x === undefined || jwk.d === undefined) throw new Error('this Node cannot export its keys');
  return { publicKey: jwk.x, privateKey: jwk.d };
};

/** The key objects that node:crypto signs and verifies with. Throws when the text is no such key. */
export const signingKey = (pair: KeyPair): KeyObject =>
  createPrivateKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: pair.publicKey, d: pair.privateKey },
    format: 'jwk',
  });
export const verifyingKey = (publicKey: string): KeyObject =>
  createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });

/** SHA-256 of a public key, in base64url: what a registration token says of the server's root key. */
export const keyHash = (publicKey: string): string =>
  createHash('sha256').update(fromBase64Url(publicKey)).digest('base64url');

/** The server's address in envelopes: the first 80 bits of its root key's hash. */
export const serverIdOf = (rootKey: string): string =>
  `CMS-${toBase32(fromBase64Url(keyHash(rootKey)).subarray(0, 10))}`;

/** The first 8 bytes of a public key's hash: names a sealing key in an envelope without telling the key. */
export const keyIdOf = (publicKey: string): string =>
  toBase64Url(fromBase64Url(keyHash(publicKey)).subarray(0, 8));
