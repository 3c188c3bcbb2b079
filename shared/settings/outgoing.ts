import { z } from 'zod';

const mailAddressOrEmpty = z.union([z.literal(''), z.email('write an address such as name@company.com')]);

/** Page "Outgoing Messages for CM Server". Sizes are in megabytes (1,048,576 bytes). */
export const outgoingSchema = z.strictObject({
  sending: z.enum(['disabled', 'smtp', 'mapi', 'http']),
  allowTaskResults: z.boolean(),
  allowSystemMessages: z.boolean(),
  from: mailAddressOrEmpty,
  to: mailAddressOrEmpty,
  maxOutboxMb: z.number().min(1, 'at least 1 MB').max(10_000, 'at most 10000 MB'),
  sendByParts: z.boolean(),
  partMb: z.number().min(0.0625, 'at least 0.0625 MB (64 kB)').max(8, 'at most 8 MB'),
});
export type Outgoing = z.infer<typeof outgoingSchema>;

export const outgoingDefaults: Outgoing = {
  sending: 'http',
  allowTaskResults: true,
  allowSystemMessages: false,
  from: '',
  to: '',
  maxOutboxMb: 20,
  sendByParts: false,
  partMb: 1,
};
