import type { PresenceState } from '#shared/portal-api.ts';
import { day, hour, minute, second } from '../clock.ts';

/** How a computer was last heard. Times are the server's own. */
export interface Beat {
  lastContact: number;
  /** Such as `HTTP`. */
  lastPath: string;
  lastAddress: string;
  /** What the contact was, such as `tick`. */
  lastBeat: string;
  /** The computer said that it is about to stop. */
  goingDown: boolean;
}

/** Milliseconds without contact after which a computer counts as silent, and as offline. */
export interface Patience {
  silentAfterMs: number;
  offlineAfterMs: number;
}

const units: [number, string][] = [
  [day, 'days'],
  [hour, 'h'],
  [minute, 'min'],
  [second, 's'],
];

/** A length of time as a person says it: two of a unit or more, such as "90 s" or "3 days". */
const inWords = (ms: number): string => {
  const [length, name] = units.find(([unit]) => ms >= 2 * unit) ?? [second, 's'];
  return `${Math.max(0, Math.floor(ms / length))} ${name}`;
};

/** A computer's online state, and what it rests on in a sentence. */
export const presenceOf = (
  beat: Beat | undefined,
  registeredAt: number,
  now: number,
  { silentAfterMs, offlineAfterMs }: Patience,
): { state: PresenceState; evidence: string } => {
  if (beat === undefined)
    return { state: 'new', evidence: `registered ${inWords(now - registeredAt)} ago, not heard of since` };
  const quiet = now - beat.lastContact;
  const last = `${beat.lastBeat} by ${beat.lastPath} ${inWords(quiet)} ago`;
  if (beat.goingDown) return { state: 'stopped', evidence: `it said that it stops: ${last}` };
  if (quiet <= silentAfterMs) return { state: 'online', evidence: last };
  return { state: quiet <= offlineAfterMs ? 'silent' : 'offline', evidence: `nothing since ${last}` };
};
