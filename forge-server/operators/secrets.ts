import { createHash, randomBytes } from 'node:crypto';

/** A new secret of 256 random bits for a browser to keep. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/**
 * What the store keeps of a secret. Without a salt, because there is nothing to guess in 256 random bits; looking it up
 * tells nothing about the secret, so it may be compared as any text.
 */
export const secretId = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
