import type { CommandPermission } from '#shared/protocol/permissions.ts';
import { receiptSchema } from '#shared/protocol/messages.ts';
import type { Receipt } from '#shared/protocol/messages.ts';
import { limits } from '#shared/protocol/limits.ts';
import { readBoundedJson } from '#shared/wire/bounded-json.ts';
import { EnvelopeError } from '#shared/wire/envelope.ts';
import type { EnvelopeFault, OpenedEnvelope } from '#shared/wire/envelope.ts';
import { createArchive } from '../commands/archive.ts';
import { createConfirm } from '../commands/confirm.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../host.ts';
import type { NewMessage } from '../outbox/message.ts';
import type { Identity } from '../presence/identity.ts';
import type { Store } from '../store/store.ts';
import { judge } from './judge.ts';
import { createMemory } from './memory.ts';

/** Why an envelope was dropped: what `openEnvelope` says of it, or what it was when opened. */
export type Dropped = EnvelopeFault | 'wrongClass' | 'replayed';

export interface InboxOptions {
  store: Pick<Store, 'write' | 'prepare' | 'facts' | 'recovered'>;
  outbox: {
    insert(message: NewMessage): string;
    confirm(receipt: Receipt, path: string): Promise<void>;
  };
  clock: Clock;
  identity: () => Identity | undefined;
  /** The best knowledge of the true time, milliseconds since 1970; commands expire by it. */
  trustedNow: () => number;
  /** What local policy forbids. */
  forbidden: () => readonly CommandPermission[];
  log: Log;
  /** Commands are on disk and may be done. */
  onAccepted: () => void;
  /** Tells the CM Server that these commands are on disk; at most `limits.receiptIds` a call, those that come in one burst together. */
  sendReceipt: (ids: string[]) => void;
}

/** Where everything that comes in is opened, checked, and accepted once, whatever path it came by. */
export interface Inbox {
  /** Call before anything is delivered. Rejects with a StoreError. */
  start(): Promise<void>;
  /**
   * Takes one envelope. Resolves when it is on disk, or is refused for good: forged, foreign, broken, or seen before. Rejects when it
   * could not be kept (disk, no registration yet): the carrier must keep it.
   * @param path the path it came by, for people
   */
  deliver(envelope: Uint8Array, path: string): Promise<void>;
  /** How many envelopes were dropped since the start, by reason. */
  dropped(): Partial<Record<Dropped, number>>;
  /** No receipt is sent afterwards. */
  stop(): void;
}

/** Commands that come within so many milliseconds share a receipt. */
const gathering = 50;

export const createInbox = (options: InboxOptions): Inbox => {
  const { store, outbox, clock, identity, trustedNow, forbidden, log, onAccepted, sendReceipt } = options;
  const archive = createArchive(store);
  const confirm = createConfirm({ archive, outbox, now: trustedNow });
  const memory = createMemory(store);
  const counts = new Map<Dropped, number>();
  const toAcknowledge = new Set<string>();
  let cancelReceipt: (() => void) | undefined;
  let stopped = false;

  const drop = (why: Dropped, path: string, words: string): void => {
    const count = (counts.get(why) ?? 0) + 1;
    counts.set(why, count);
    // A flood of forgeries must not fill the log: the first of each kind is loud.
    log[count === 1 ? 'warn' : 'debug']('An envelope was dropped.', { why, path, words, count });
  };

  const acknowledge = (id: string): void => {
    if (stopped) return;
    toAcknowledge.add(id);
    cancelReceipt ??= clock.after(gathering, () => {
      cancelReceipt = undefined;
      const ids = [...toAcknowledge];
      toAcknowledge.clear();
      for (let at = 0; at < ids.length; at += limits.receiptIds)
        sendReceipt(ids.slice(at, at + limits.receiptIds));
    });
  };

  const takeReceipt = async ({ body }: OpenedEnvelope, path: string): Promise<void> => {
    const receipt = readBoundedJson(receiptSchema, body);
    if (receipt === undefined) drop('malformed', path, 'a receipt that is none');
    else await outbox.confirm(receipt, path);
  };

  /** Inside `store.write`. */
  const accept = (opened: OpenedEnvelope, bytes: number, path: string): 'accepted' | 'known' | 'replayed' => {
    const { header } = opened;
    if (archive.knows(header.id)) return 'known';
    if (archive.isForgotten(header.epoch, header.sequence)) return 'replayed';
    const now = trustedNow();
    const { refusal, ...body } = judge(opened, now, forbidden(), memory.since());
    const command = {
      id: header.id,
      epoch: header.epoch,
      sequence: header.sequence,
      created: header.created,
      notAfter: header.notAfter,
      kind: body.kind,
      args: JSON.stringify(body.args),
      operator: body.operator,
      path,
      bytes,
      receivedAt: now,
    };
    archive.add(command);
    if (refusal !== undefined) confirm(command, refusal);
    return 'accepted';
  };

  const takeCommand = async (opened: OpenedEnvelope, bytes: number, path: string): Promise<void> => {
    const { id } = opened.header;
    const became = await store.write(() => accept(opened, bytes, path));
    if (became === 'replayed') {
      drop('replayed', path, `command ${id} was dealt with long ago`);
      return;
    }
    acknowledge(id);
    if (became === 'accepted' && !stopped) onAccepted();
  };

  const openWith = async (
    own: Identity,
    envelope: Uint8Array,
    path: string,
  ): Promise<OpenedEnvelope | undefined> => {
    try {
      return await own.open(envelope);
    } catch (error) {
      drop(error instanceof EnvelopeError ? error.code : 'malformed', path, String(error));
      return undefined;
    }
  };

  return {
    start: () => memory.start(identity() !== undefined, trustedNow()),
    deliver: async (envelope, path) => {
      const own = identity();
      if (own === undefined) throw new Error('This computer is not registered yet.');
      const opened = await openWith(own, envelope, path);
      if (opened === undefined) return;
      if (opened.header.class === 'receipt') await takeReceipt(opened, path);
      else if (opened.header.class === 'command') await takeCommand(opened, envelope.length, path);
      else drop('wrongClass', path, `an envelope of class ${opened.header.class}`);
    },
    dropped: () => Object.fromEntries(counts),
    stop: () => {
      stopped = true;
      cancelReceipt?.();
    },
  };
};
