import { onlineInfoSchema } from '#shared/protocol/online-info.ts';
import type { Documents } from '../documents/documents.ts';
import type { Events } from '../events.ts';
import { keepOnlineInfo } from '../presence/online-info.ts';
import type { Origin, Presence } from '../presence/presence.ts';
import type { Store } from '../store/store.ts';
import { classWords, readBody } from './classes.ts';
import type { Freshness } from './freshness.ts';
import { kept, refused } from './handler.ts';
import type { Handler, ReceiptItem } from './handler.ts';
import type { Received } from './open.ts';

interface Options {
  store: Store;
  presence: Pick<Presence, 'beat' | 'informed'>;
  documents: Pick<Documents, 'renew'>;
  events: Events;
  freshness: Freshness;
}

/** Takes online info: only the newest is kept, and nothing is said against an older one that was overtaken. */
export const createOnlineHandler = ({ store, presence, documents, events, freshness }: Options): Handler => {
  const takeOne = async (cmId: string, envelope: Received, origin: Origin): Promise<ReceiptItem> => {
    const { header, body } = envelope;
    const read = readBody(onlineInfoSchema, body);
    if (!read.ok) return refused(envelope, read.reason);
    const { at } = origin;
    const newest = await keepOnlineInfo(store, read.body, { cmId, at, expired: header.notAfter < at });
    if (freshness.isFresh(header, at)) presence.beat(cmId, classWords.online, origin);
    if (!newest) return kept(envelope);
    presence.informed(cmId, at);
    await documents.renew(cmId, read.body.settingsVersion);
    events.emit({ event: 'computer', cmId });
    return kept(envelope);
  };

  return async ({ cmId }, received, origin) => ({
    items: await Promise.all(received.map((envelope) => takeOne(cmId, envelope, origin))),
  });
};
