import { createHash } from 'node:crypto';
import type { AgentStatus } from '#shared/status.ts';

/**
 * 8 bytes that change when the server should ask for online info before the long interval is over: another version, other settings,
 * paused, or messages that have failed.
 */
export const stateDigest = (status: AgentStatus): Uint8Array => {
  const telling = [status.version, status.settingsVersion, status.phase, status.outbox.counts.failed];
  return createHash('sha256').update(JSON.stringify(telling)).digest().subarray(0, 8);
};
