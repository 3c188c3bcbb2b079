import { Aes128Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { fromBase64Url } from './bytes.ts';
import type { KeyPair } from './keys.ts';

/** The one suite of version 1: RFC 9180 base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM. */
const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes128Gcm(),
});

/** Bytes of the encapsulated key that stands before the ciphertext. */
export const encapsulatedBytes = 32;

const buffer = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

/** Keys are imported once: importing costs as much as sealing. Bounded, because a server meets many computers. */
type ImportedKey = ReturnType<typeof suite.kem.importKey>;
const imported = new Map<string, ImportedKey>();
const importKey = (raw: string, isPublic: boolean): ImportedKey => {
  const name = `${isPublic ? 'public' : 'private'} ${raw}`;
  const known = imported.get(name);
  if (known !== undefined) return known;
  if (imported.size >= 10_000) imported.clear();
  const key = suite.kem.importKey('raw', buffer(fromBase64Url(raw)), isPublic);
  imported.set(name, key);
  return key;
};

/** Seals to a public key. Gives the encapsulated key (32 bytes) followed by the ciphertext with its tag. */
export const hpkeSeal = async (
  recipient: string,
  info: Uint8Array,
  aad: Uint8Array,
  plain: Uint8Array,
): Promise<Uint8Array> => {
  const sealed = await suite.seal(
    { recipientPublicKey: await importKey(recipient, true), info: buffer(info) },
    buffer(plain),
    buffer(aad),
  );
  return Buffer.concat([new Uint8Array(sealed.enc), new Uint8Array(sealed.ct)]);
};

/** Opens what `hpkeSeal` made. Throws when key, info, additional data or any byte differs. */
export const hpkeOpen = async (
  recipient: KeyPair,
  info: Uint8Array,
  aad: Uint8Array,
  sealed: Uint8Array,
): Promise<Uint8Array> => {
  const plain = await suite.open(
    {
      recipientKey: await importKey(recipient.privateKey, false),
      enc: buffer(sealed.subarray(0, encapsulatedBytes)),
      info: buffer(info),
    },
    buffer(sealed.subarray(encapsulatedBytes)),
    buffer(aad),
  );
  return new Uint8Array(plain);
};
