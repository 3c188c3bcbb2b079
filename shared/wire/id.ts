import { randomBytes } from 'node:crypto';

/** Random bytes are drawn for many ids at once, because each draw costs more than an id may. */
const idsPerDraw = 160;
const digitsPerId = 20;

let digits = '';
let used = idsPerDraw * digitsPerId;
const randomDigits = (): string => {
  if (used === idsPerDraw * digitsPerId) {
    digits = randomBytes((idsPerDraw * digitsPerId) / 2).toString('hex');
    used = 0;
  }
  used += digitsPerId;
  return digits.slice(used - digitsPerId, used);
};

let prefixMoment = -1;
let prefix = '';
const prefixAt = (now: number): string => {
  if (now !== prefixMoment) {
    const time = now.toString(16).padStart(12, '0');
    prefix = `${time.slice(0, 8)}-${time.slice(8)}-7`;
    prefixMoment = now;
  }
  return prefix;
};

const variants = '89ab';

/**
 * A new UUID version 7 (RFC 9562, section 5.7): 48 bits of time, 74 random bits.
 * @param now milliseconds since 1970
 */
export const newId = (now: number): string => {
  const random = randomDigits();
  const variant = variants.charAt(Number.parseInt(random.charAt(3), 16) & 3);
  return `${prefixAt(now)}${random.slice(0, 3)}-${variant}${random.slice(4, 7)}-${random.slice(8)}`;
};
