import type { webcrypto } from 'node:crypto';

// Node's types have the global CryptoKey as a value only; @hpke/core names it as a type, as browsers do.
declare global {
  type CryptoKey = webcrypto.CryptoKey;
}
