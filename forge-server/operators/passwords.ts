import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';

/** What a hash costs: scrypt's own parameters (RFC 7914). Memory is 128 · N · r bytes. */
export interface HashCost {
  N: number;
  r: number;
  p: number;
}

/** 32 MiB and about a tenth of a second: slow for a guesser, bearable for a small server. */
export const defaultCost: HashCost = { N: 2 ** 15, r: 8, p: 3 };

const hashBytes = 32;
const saltBytes = 16;
// No letter or digit that is mistaken for another when read aloud or copied by hand.
const readable = 'abcdefghjkmnpqrstuvwxyz23456789';

export interface Passwords {
  /** The hash to keep, with its salt and parameters: `scrypt$N$r$p$salt$hash`. */
  hash(password: string): Promise<string>;
  /** True when the password made this hash. A hash that cannot be read matches nothing. */
  matches(password: string, stored: string): Promise<boolean>;
  /** Spends the time of `matches`, so that an unknown name answers no sooner than a wrong password. */
  pretend(password: string): Promise<false>;
}

/** Hashes passwords; each hash keeps the cost it was made at, so a later change of `cost` leaves old ones valid. */
export function createPasswords(cost: HashCost = defaultCost): Passwords {
  const derive = (password: string, salt: Buffer, { N, r, p }: HashCost): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      const options = { N, r, p, maxmem: 256 * N * r };
      scrypt(password.normalize('NFKC'), salt, hashBytes, options, (error, key) => {
        if (error) reject(error);
        else resolve(key);
      });
    });

  return {
    async hash(password) {
      const salt = randomBytes(saltBytes);
      const key = await derive(password, salt, cost);
      const text = (bytes: Buffer): string => bytes.toString('base64url');
      return ['scrypt', cost.N, cost.r, cost.p, text(salt), text(key)].join('$');
    },
    async matches(password, stored) {
      const kept = parseHash(stored);
      if (!kept) return false;
      return timingSafeEqual(await derive(password, kept.salt, kept.cost), kept.key);
    },
    async pretend(password) {
      await derive(password, Buffer.alloc(saltBytes), cost);
      return false;
    },
  };
}

function parseHash(stored: string): { cost: HashCost; salt: Buffer; key: Buffer } | undefined {
  const [kind, N, r, p, salt, key] = stored.split('$');
  if (kind !== 'scrypt' || salt === undefined || key === undefined) return undefined;
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  const bytes = Buffer.from(key, 'base64url');
  if (!Object.values(cost).every(Number.isSafeInteger) || bytes.length !== hashBytes) return undefined;
  return { cost, salt: Buffer.from(salt, 'base64url'), key: bytes };
}

/** A new random password of four groups of five characters (99 bits), easy to read and to type. */
export function readablePassword(): string {
  const group = (): string => Array.from({ length: 5 }, () => readable[randomInt(readable.length)]).join('');
  return Array.from({ length: 4 }, group).join('-');
}
