import type { z } from 'zod';
import { settingsSchema } from '#shared/settings/settings.ts';
import type { Settings } from '#shared/settings/settings.ts';
import type { DraftValues } from './draft.ts';

const withProxyAddress = settingsSchema.check((context) => {
  const { http } = context.value;
  if (http.proxy !== 'manual' || http.proxyAddress !== '') return;
  context.issues.push({
    code: 'custom',
    message: 'a proxy needs an address',
    path: ['http', 'proxyAddress'],
    input: http.proxyAddress,
  });
});

/**
 * The whole form: every page's schema, and what no field's schema can say alone. Numbers that are still being written
 * go in as null, and are refused.
 */
export const formSchema = withProxyAddress as unknown as z.ZodType<Settings, DraftValues>;
