import type { EnvelopeHeader } from '#shared/protocol/envelope.ts';

/** Tells an envelope that is heard for the first time from one that somebody repeats. */
export interface Freshness {
  /** True once an envelope, and only while it is valid. For classes that are not stored; stored ones have their row. */
  isFresh(header: Pick<EnvelopeHeader, 'id' | 'notAfter'>, now: number): boolean;
}

const remembered = 50_000;

export const createFreshness = (): Freshness => {
  // Ids in the order of their arrival, so that the oldest are forgotten first.
  const seen = new Set<string>();
  return {
    isFresh({ id, notAfter }, now) {
      if (notAfter < now || seen.has(id)) return false;
      seen.add(id);
      const [oldest] = seen;
      if (seen.size > remembered && oldest !== undefined) seen.delete(oldest);
      return true;
    },
  };
};
