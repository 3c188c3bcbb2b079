import { hash } from 'node:crypto';

/** A key of HMAC-SHA-256 made ready for use: both its pads. */
export interface MacKey {
  inner: Buffer;
  outer: Buffer;
}

const blockBytes = 64;

/** @param key at most 64 bytes; a longer one would have to be hashed first */
export const macKey = (key: Uint8Array): MacKey => {
  if (key.length > blockBytes) throw new RangeError(`a key has at most ${blockBytes} bytes`);
  const padded = Buffer.alloc(blockBytes);
  padded.set(key);
  return { inner: padded.map((byte) => byte ^ 0x36) as Buffer, outer: padded.map((byte) => byte ^ 0x5c) as Buffer };
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
