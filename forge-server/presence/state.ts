import type { PresenceState } from '#shared/portal-data.ts';
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

/** A computer's online state. */
export const stateOf = (
  beat: Beat | undefined,
  now: number,
  { silentAfterMs, offlineAfterMs }: Patience,
): PresenceState => {
  if (beat === undefined) return 'new';
  if (beat.goingDown) return 'stopped';
  const quiet = now - beat.lastContact;
  if (quiet <= silentAfterMs) return 'online';
  return quiet <= offlineAfterMs ? 'silent' : 'offline';
};

/** What a computer's online state rests on, in a sentence. */
export const evidenceOf = (
  beat: Beat | undefined,
  state: PresenceState,
  registeredAt: number,
  now: number,
): string => {
  if (beat === undefined) return `registered ${inWords(now - registeredAt)} ago, not heard of since`;
  const last = `${beat.lastBeat} by ${beat.lastPath} ${inWords(now - beat.lastContact)} ago`;
  if (state === 'online') return last;
  return state === 'stopped' ? `it said that it stops: ${last}` : `nothing since ${last}`;
};
