import { z } from 'zod';
import { generalDefaults, generalSchema } from './general.ts';
import { httpDefaults, httpSchema } from './http.ts';
import { outgoingDefaults, outgoingSchema } from './outgoing.ts';
import { securityDefaults, securitySchema } from './security.ts';

/** One schema a page that has settings; the page's name is the key everywhere: file, form, IPC, document. */
export const pageSchemas = {
  general: generalSchema,
  outgoing: outgoingSchema,
  http: httpSchema,
  security: securitySchema,
} as const;

export const settingsSchema = z.strictObject(pageSchemas);
export type Settings = z.infer<typeof settingsSchema>;
export type SettingsPage = keyof Settings;
export const settingsPages = Object.keys(pageSchemas) as SettingsPage[];

export const defaultSettings: Settings = {
  general: generalDefaults,
  outgoing: outgoingDefaults,
  http: httpDefaults,
  security: securityDefaults,
};

/** Settings of which any field may be missing: what one side has set. */
export const partialSettingsSchema = z.strictObject({
  general: generalSchema.partial().optional(),
  outgoing: outgoingSchema.partial().optional(),
  http: httpSchema.partial().optional(),
  security: securitySchema.partial().optional(),
});
export type PartialSettings = z.infer<typeof partialSettingsSchema>;

/** What the server may set: all but the local policy, which is this computer's own. */
export const serverSettingsSchema = partialSettingsSchema.omit({ security: true });
export type ServerSettings = z.infer<typeof serverSettingsSchema>;

/** Fields whose values are secrets: they live in the secret store under `page.field`, never in settings or exports. */
export const secretFields = ['http.proxyPassword'] as const;
export type SecretField = (typeof secretFields)[number];
