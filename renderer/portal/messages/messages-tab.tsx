import { MessageDetail } from './message-detail.tsx';
import { MessageList } from './message-list.tsx';

/** Messages received from a computer, or the one that was opened. */
export function MessagesTab({ cmId, item }: { cmId: string; item: string | undefined }) {
  return item === undefined ? (
    <MessageList cmId={cmId} />
  ) : (
    <MessageDetail key={item} cmId={cmId} id={item} />
  );
}
