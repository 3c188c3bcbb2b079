import type { PortalAnswer } from '#shared/portal-api.ts';
import type { ReceivedMessage } from '#shared/portal-data.ts';
import { contains } from '../store/contains.ts';
import { cutPage, rowsAsked } from '../store/page.ts';
import type { Page, PageWanted } from '../store/page.ts';
import type { Store } from '../store/store.ts';

/** "Messages received to CM". */
export interface ReceivedMessages {
  list(cmId: string, wanted: PageWanted): Promise<Page<ReceivedMessage>>;
  /** One message with its body; nothing when there is none. */
  get(id: string): Promise<PortalAnswer<'message'> | undefined>;
}

const columns = [
  'id',
  'cmId',
  'class',
  'title',
  'createdAt',
  'receivedAt',
  'path',
  'bytes',
  'arrivals',
] as const;

export const createReceivedMessages = ({ db }: Store): ReceivedMessages => ({
  async list(cmId, { before, search }) {
    let query = db.selectFrom('messages').select(columns).where('cmId', '=', cmId);
    if (before !== undefined) query = query.where('id', '<', before);
    if (search !== undefined) {
      query = query.where((eb) =>
        eb.or([contains(eb.ref('title'), search), contains(eb.ref('class'), search)]),
      );
    }
    return cutPage(await query.orderBy('id', 'desc').limit(rowsAsked).execute());
  },

  async get(id) {
    const row = await db
      .selectFrom('messages')
      .select([...columns, 'body'])
      .where('id', '=', id)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const { body, ...message } = row;
    return { message, body: JSON.parse(body) as PortalAnswer<'message'>['body'] };
  },
});
