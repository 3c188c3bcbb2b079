import type { Fetch, Receipt } from '#shared/protocol/messages.ts';
import type { OnlineInfo } from '#shared/protocol/online-info.ts';
import { newId } from '#shared/wire/id.ts';
import type { Identity } from './identity.ts';

/** How long an envelope that is never stored means anything, milliseconds. */
export const unstoredValidMs = 10 * 60_000;

const small = (
  identity: Identity,
  kind: 'fetch' | 'receipt' | 'online',
  body: Fetch | Receipt | OnlineInfo,
  now: number,
): Promise<Uint8Array> =>
  identity.seal({
    class: kind,
    id: newId(now),
    sequence: 0,
    created: now,
    notAfter: now + unstoredValidMs,
    body: Buffer.from(JSON.stringify(body)),
  });

/** Asks for the commands that wait. */
export const fetchEnvelope = (identity: Identity, now: number): Promise<Uint8Array> =>
  small(identity, 'fetch', { at: now }, now);

/** Tells the server that these commands are on disk here. */
export const receiptEnvelope = (
  identity: Identity,
  ids: readonly string[],
  now: number,
): Promise<Uint8Array> =>
  small(identity, 'receipt', { items: ids.map((id) => ({ id, outcome: 'kept' as const })), at: now }, now);

/** Tells what the computer looks like now. */
export const onlineEnvelope = (identity: Identity, info: OnlineInfo): Promise<Uint8Array> =>
  small(identity, 'online', info, info.at);
