import { hash } from 'node:crypto';

/** A key of HMAC-SHA-256 made ready for use: both its pads. */
export interface MacKey {
  inner: Buffer;
  outer: Buffer;
}

const blockBytes = 64;

const pad = (key: Uint8Array, filling: number): Buffer => {
  const padded = Buffer.alloc(blockBytes, filling);
  for (const [i, byte] of key.entries()) padded[i] = byte ^ filling;
  return padded;
};

/** @param key at most 64 bytes; a longer one would have to be hashed first */
export const macKey = (key: Uint8Array): MacKey => {
  if (key.length > blockBytes) throw new RangeError(`a key has at most ${blockBytes} bytes`);
  return { inner: pad(key, 0x36), outer: pad(key, 0x5c) };
};

/**
 * HMAC-SHA-256 (RFC 2104) over the parts as if they were one text; its 32 bytes as a text of one byte a letter. With a key made
 * ready and Node's one-shot hash it takes less than half the time of createHmac, which sets its key up anew for every message;
 * a server spends more on that than on anything else of a tick.
 */
export const hmac = ({ inner, outer }: MacKey, ...parts: Uint8Array[]): string => {
  const first = hash('sha256', Buffer.concat([inner, ...parts]), 'binary');
  return hash('sha256', Buffer.concat([outer, Buffer.from(first, 'binary')]), 'binary');
};
