import { z } from 'zod';

/**
 * A computer's identifier, given by the CM Server at registration, such as `ACMEPC001`.
 * 3 to 16 capital letters and digits, so that it is a safe file name, mail subject and fixed field of a tick.
 */
export const cmIdSchema = z
  .string()
  .regex(/^[A-Z][A-Z0-9]{2,15}$/, 'a CM-ID is 3 to 16 capital letters and digits');

/** The CM Server's own address in envelopes: `CMS-` and 16 Base32 characters of its root key's hash. */
export const serverIdSchema = z.string().regex(/^CMS-[A-Z2-7]{16}$/, 'not a CM Server identifier');

/** Who an envelope is from or to. `NEW` is a computer that has no CM-ID yet. */
export const addressSchema = z.union([cmIdSchema, serverIdSchema, z.literal('NEW')]);

/** A message's or command's identifier: UUID version 7 (RFC 9562, section 5.7), lower case. */
export const idSchema = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, 'not a UUID version 7');

/** A moment: milliseconds since 1970-01-01T00:00:00Z. */
export const momentSchema = z.int().min(0).max(8_640_000_000_000_000);

/** 32 bytes in base64url without padding: every public and private key of ours. */
export const keySchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'a key is 32 bytes in base64url');

/** Paths and content types of the agent-facing HTTP interface. */
export const http = {
  keysPath: '/cm/v1/keys',
  envelopesPath: '/cm/v1/envelopes',
  tickPath: '/cm/v1/tick',
  envelopesType: 'application/vnd.cmonitor.envelopes',
  tickType: 'application/vnd.cmonitor.tick',
} as const;
