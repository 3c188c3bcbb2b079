import { z } from 'zod';
import { momentSchema } from './names.ts';

const percent = z.number().min(0).max(100);

/** The long interval's report. Never stored by the agent and never retried: the newest wins. */
export const onlineInfoSchema = z.strictObject({
  at: momentSchema,
  agentVersion: z.string().max(32),
  uptimeS: z.number().min(0),
  agentUptimeS: z.number().min(0),
  cpuPercent: percent.optional(),
  memory: z.strictObject({ totalBytes: z.number().min(0), usedBytes: z.number().min(0) }).optional(),
  disks: z
    .array(
      z.strictObject({
        mount: z.string().max(260),
        totalBytes: z.number().min(0),
        freeBytes: z.number().min(0),
      }),
    )
    .max(64),
  addresses: z.array(z.string().max(64)).max(32),
  users: z.array(z.string().max(128)).max(64),
  outbox: z.strictObject({
    waiting: z.int().min(0),
    bytes: z.number().min(0),
    oldest: momentSchema.optional(),
  }),
  settingsVersion: z.int().min(0),
  paths: z.array(z.strictObject({ name: z.string().max(64), state: z.string().max(32) })).max(16),
  watches: z
    .array(z.strictObject({ id: z.string().max(64), state: z.enum(['ok', 'fail', 'unknown']) }))
    .max(256),
});
export type OnlineInfo = z.infer<typeof onlineInfoSchema>;
