import { randomFillSync } from 'node:crypto';

const pool = Buffer.alloc(1600);
let used = pool.length;

const randomBytes10 = (): Buffer => {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += 10;
  return pool.subarray(used - 10, used);
};

/**
 * A new UUID version 7 (RFC 9562, section 5.7): 48 bits of time, 74 random bits.
 * @param now milliseconds since 1970
 */
export const newId = (now: number): string => {
  const random = randomBytes10();
  random[0] = (random[0]! & 0x0f) | 0x70;
  random[2] = (random[2]! & 0x3f) | 0x80;
  const time = now.toString(16).padStart(12, '0');
  const tail = random.toString('hex');
  return `${time.slice(0, 8)}-${time.slice(8)}-${tail.slice(0, 4)}-${tail.slice(4, 8)}-${tail.slice(8)}`;
};
