import type { WindowBridge } from '#shared/ipc.ts';
import type { Folder, MessageQuery, MessageRow } from '#shared/outbox-view.ts';
import { watchMessages } from './watch-messages.ts';
import type { MessageWatch } from './watch-messages.ts';

const pageRows = 200;
const mostAtOnce = 500;

/** Rows of a folder, newest first, as far as they have been asked for. */
export interface MessageList {
  rows: MessageRow[];
  total: number;
  more: boolean;
}

/** The messages of one folder that match the search, kept up to date; `loadMore` asks for older ones. */
export const messageList = (
  bridge: WindowBridge,
  folder: Folder,
  search: string,
): MessageWatch<MessageList> & { loadMore: () => Promise<void> } => {
  const fetch = (wanted: number, after: MessageRow[]): Promise<MessageList> =>
    fetchRows(bridge, { folder, search }, wanted, after);
  const watch = watchMessages<MessageList>(bridge, (known) =>
    fetch(Math.max(pageRows, known?.rows.length ?? 0), []),
  );
  return {
    ...watch,
    loadMore: async () => {
      if (watch.get().value?.more !== true) return;
      await watch.ask((known) => {
        const rows = known?.rows ?? [];
        return fetch(rows.length + pageRows, rows);
      });
    },
  };
};

/** Asks page by page until so many rows are there or no more come. */
async function fetchRows(
  bridge: WindowBridge,
  where: Pick<MessageQuery, 'folder' | 'search'>,
  wanted: number,
  after: MessageRow[],
): Promise<MessageList> {
  const rows = [...after];
  for (;;) {
    const last = rows.at(-1);
    const limit = Math.min(mostAtOnce, wanted - rows.length);
    const page = await bridge.call('messages', {
      ...where,
      limit,
      ...(last !== undefined && { before: last.id }),
    });
    rows.push(...page.rows);
    if (!page.more || page.rows.length === 0 || rows.length >= wanted) {
      return { rows, total: page.total, more: page.more };
    }
  }
}
