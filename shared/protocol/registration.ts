import { z } from 'zod';
import { settingsDocumentSchema } from './documents.ts';
import { cmIdSchema, keySchema, momentSchema, serverIdSchema } from './names.ts';

/**
 * What the root key signs: the keys that the server uses day by day. A higher `serial` replaces a lower one.
 * Exact bytes travel beside the signature, so that nobody has to make the JSON canonical.
 */
export const keyStatementSchema = z.strictObject({
  serverId: serverIdSchema,
  serial: z.int().min(1),
  commandKey: keySchema,
  sealingKey: keySchema,
  issued: momentSchema,
  notAfter: momentSchema,
});
export type KeyStatement = z.infer<typeof keyStatementSchema>;

/** The answer of `GET /cm/v1/keys`: root public key, the statement's exact bytes (base64url) and their signature. */
export const serverKeysSchema = z.strictObject({
  rootKey: keySchema,
  statement: z.string().max(4096),
  signature: z.string().max(128),
});
export type ServerKeys = z.infer<typeof serverKeysSchema>;

/**
 * What a registration token says: where the server is, the SHA-256 of its root key (no blind trust) and a single-use
 * secret of 128 bits or more. Printed as `CM1.` and base64url of its JSON.
 */
export const registrationTokenSchema = z.strictObject({
  server: z.url({ protocol: /^https?$/ }).max(300),
  rootKeyHash: keySchema,
  secret: z.string().regex(/^[A-Za-z0-9_-]{22,86}$/),
});
export type RegistrationToken = z.infer<typeof registrationTokenSchema>;

/** The body of a `registration` envelope. It is signed with the new key, which proves that the computer holds it. */
export const registrationSchema = z.strictObject({
  secret: z.string().min(22).max(86),
  sealingKey: keySchema,
  computerName: z.string().min(1).max(255),
  platform: z.string().max(32),
  agentVersion: z.string().max(32),
  epoch: z.int().min(0).max(0xffff_ffff),
});
export type Registration = z.infer<typeof registrationSchema>;

/** The body of a `registered` envelope: accepted with all the computer needs, or refused with the reason. */
export const registeredSchema = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('accepted'),
    cmId: cmIdSchema,
    tickKey: keySchema,
    document: settingsDocumentSchema,
    at: momentSchema,
  }),
  z.strictObject({
    outcome: z.literal('refused'),
    code: z.enum(['unknownToken', 'usedToken', 'expiredToken', 'tooManyComputers']),
    reason: z.string().max(500),
    at: momentSchema,
  }),
]);
export type Registered = z.infer<typeof registeredSchema>;
