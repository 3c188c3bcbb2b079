import type { Offer } from '../outbox/offer.ts';
import type { Presence } from '../presence/presence.ts';
import { classWords } from './classes.ts';
import type { Freshness } from './freshness.ts';
import type { Handler } from './handler.ts';

interface Options {
  offer: Offer;
  presence: Pick<Presence, 'beat'>;
  freshness: Freshness;
}

/** Answers with the commands that wait. A repeated or late fetch is answered too: only the computer itself can open them. */
export const createFetchHandler =
  ({ offer, presence, freshness }: Options): Handler =>
  async (computer, received, origin) => {
    for (const { header } of received) {
      if (freshness.isFresh(header, origin.at)) presence.beat(computer.cmId, classWords.fetch, origin);
    }
    return { items: [], envelopes: await offer.take(computer, origin.path) };
  };
