import { z } from 'zod';
import { commandPermissions } from '../protocol/permissions.ts';

/** Page "Security": what local policy forbids the server to do here, whatever it sends. */
export const securitySchema = z.strictObject({
  forbiddenCommands: z.array(z.enum(commandPermissions)).max(commandPermissions.length),
});
export type Security = z.infer<typeof securitySchema>;

export const securityDefaults: Security = { forbiddenCommands: [] };
