import { z } from 'zod';

/** One step of a connection test: what was tried, how long it took (milliseconds), and the other side's own words. */
export const probeStepSchema = z.strictObject({
  step: z.enum(['settings', 'dns', 'tcp', 'proxy', 'tls', 'http', 'identity', 'registration', 'done']),
  outcome: z.enum(['ok', 'warning', 'failed', 'skipped']),
  ms: z.number(),
  words: z.string(),
});
export type ProbeStep = z.infer<typeof probeStepSchema>;

/** A whole test of one path. `sentence` sums it up; `remedy` says what to do when it failed. */
export const probeReportSchema = z.strictObject({
  path: z.string(),
  address: z.string(),
  ok: z.boolean(),
  steps: z.array(probeStepSchema),
  sentence: z.string(),
  remedy: z.string(),
});
export type ProbeReport = z.infer<typeof probeReportSchema>;
