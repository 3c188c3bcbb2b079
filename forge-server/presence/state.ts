import type { PresenceState } from '#shared/portal-data.ts';

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

/** What a computer's online state rests on, in a sentence. Its moment is the last contact and is told by that alone. */
export const evidenceOf = (beat: Beat | undefined, state: PresenceState): string => {
  if (beat === undefined) return 'registered, not heard of since';
  const last = `${beat.lastBeat} by ${beat.lastPath}`;
  if (state === 'online') return last;
  return state === 'stopped' ? `it said that it stops: ${last}` : `nothing since ${last}`;
};
