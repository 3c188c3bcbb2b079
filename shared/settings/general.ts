import { z } from 'zod';

/** Page "General". */
export const generalSchema = z.strictObject({
  language: z.enum(['system', 'en', 'sk', 'cs']),
  theme: z.enum(['system', 'light', 'dark']),
  autostart: z.boolean(),
  showTrayIcon: z.boolean(),
});
export type General = z.infer<typeof generalSchema>;

export const generalDefaults: General = {
  language: 'system',
  theme: 'system',
  autostart: true,
  showTrayIcon: true,
};
