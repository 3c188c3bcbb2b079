import type { Logger } from 'pino';
import type { Origin } from '../presence/presence.ts';
import type { Rejected } from './open.ts';

/** Tells of envelopes that were not taken, in few lines however many there are: anybody may send such. */
export interface Rejections {
  /** Tells of the first of its fault at once; the next ones are counted. */
  note(rejection: Rejected, origin: Origin): void;
  /** Tells how many were counted. A fault that was quiet since the last time is told at once again. Called once a minute. */
  tell(): void;
}

export const createRejections = (log: Pick<Logger, 'warn'>): Rejections => {
  const counts = new Map<Rejected['fault'], number>();
  return {
    note({ fault, computer }, { path, address }) {
      const count = counts.get(fault);
      counts.set(fault, count === undefined ? 0 : count + 1);
      if (count === undefined)
        log.warn({ fault, path, address, cmId: computer?.cmId }, 'an envelope was not taken');
    },
    tell() {
      for (const [fault, count] of counts) {
        if (count === 0) counts.delete(fault);
        else {
          log.warn({ fault, count }, 'more envelopes were not taken');
          counts.set(fault, 0);
        }
      }
    },
  };
};
