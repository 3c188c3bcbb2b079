import type { Token } from '#shared/portal-data.ts';

/** Whether a token can still be used. One that was used stays used after its time. */
export function tokenState({ usedAt, notAfter }: Token, now: number): 'unused' | 'used' | 'expired' {
  if (usedAt !== undefined) return 'used';
  return now > notAfter ? 'expired' : 'unused';
}
