import type { Computer } from '#shared/portal-data.ts';
import { RequestDetail } from './request-detail.tsx';
import { RequestList } from './request-list.tsx';

/** Requests sent to a computer, or the one that was opened. */
export function RequestsTab({ computer, item }: { computer: Computer; item: string | undefined }) {
  return item === undefined ? <RequestList cmId={computer.cmId} /> : <RequestDetail key={item} id={item} />;
}
