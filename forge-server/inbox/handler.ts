import type { Receipt } from '#shared/protocol/messages.ts';
import type { KnownComputer } from '../computers/registry.ts';
import type { Origin } from '../presence/presence.ts';
import type { Received } from './open.ts';

export type ReceiptItem = Receipt['items'][number];

/** What goes back to the sender: lines of the one receipt, and envelopes beside it. */
export interface Reply {
  items: ReceiptItem[];
  envelopes?: Uint8Array[];
}

/** Deals with all envelopes of some classes in one request of one computer. Resolves after what it did is committed. */
export type Handler = (computer: KnownComputer, received: Received[], origin: Origin) => Promise<Reply>;

export const kept = ({ header }: Pick<Received, 'header'>): ReceiptItem => ({
  id: header.id,
  outcome: 'kept',
});
export const refused = ({ header }: Pick<Received, 'header'>, reason: string): ReceiptItem => ({
  id: header.id,
  outcome: 'refused',
  reason,
});
