import { z } from 'zod';
import { serverSettingsSchema } from '../settings/settings.ts';
import { momentSchema } from './names.ts';

/** The licence that a computer runs under. */
export const licenceSchema = z.strictObject({
  type: z.enum(['basic', 'standard', 'premium']),
  target: z.enum(['desktop', 'server']),
  validTo: momentSchema,
});

/**
 * The licence-and-settings document that the server gives a computer. It holds only what the server wants to set; the
 * rest stays local or default. `version` grows with every change; a lower one than the last applied is refused.
 */
export const settingsDocumentSchema = z.strictObject({
  version: z.int().min(1),
  customer: z.string().max(200),
  licence: licenceSchema,
  settings: serverSettingsSchema,
});
export type SettingsDocument = z.infer<typeof settingsDocumentSchema>;
