import { limits } from '#shared/protocol/limits.ts';
import type { Confirmation } from '#shared/protocol/messages.ts';
import type { NewMessage } from '../outbox/message.ts';
import type { Archive, ReceivedCommand } from './archive.ts';

/** How a command ends. A reason is one sentence. */
export type Ending =
  | { state: 'done'; result?: object }
  | { state: 'failed' | 'refused' | 'expired'; reason: string };

/**
 * The one place where a command ends: its row comes to its final state and its confirmation is put into the outbox, both or
 * neither. A command that has ended stays as it is. Only inside `store.write`.
 */
export type Confirm = (command: ReceivedCommand & { startedAt?: number | undefined }, ending: Ending) => void;

export interface ConfirmOptions {
  archive: Archive;
  outbox: { insert(message: NewMessage): string };
  /** The best knowledge of the time, milliseconds since 1970. */
  now: () => number;
}

const longestReason = 2000;

/** What fits an envelope for certain: JSON packs to a fraction of itself, but that is not promised. */
const largestResult = limits.envelopeBytes - 64 * 1024;

/** A result that no envelope could carry makes a failure of the command; said here, where it can still be said. */
const fitting = (ending: Ending): { ending: Ending; result: string | undefined } => {
  if (ending.state !== 'done' || ending.result === undefined) return { ending, result: undefined };
  const result = JSON.stringify(ending.result);
  if (Buffer.byteLength(result) <= largestResult) return { ending, result };
  return {
    ending: { state: 'failed', reason: 'It was done, but its result is too large to be sent.' },
    result: undefined,
  };
};

export const createConfirm =
  ({ archive, outbox, now }: ConfirmOptions): Confirm =>
  (command, given) => {
    const { ending, result } = fitting(given);
    const finishedAt = Math.max(now(), command.startedAt ?? command.receivedAt);
    const reason = ending.state === 'done' ? undefined : ending.reason.slice(0, longestReason);
    if (!archive.end(command.id, ending.state, finishedAt, reason, result)) return;
    const body: Confirmation = {
      commandId: command.id,
      kind: command.kind,
      state: ending.state,
      receivedAt: command.receivedAt,
      finishedAt,
      ...(reason === undefined ? {} : { reason }),
      ...(command.startedAt === undefined ? {} : { startedAt: command.startedAt }),
      ...(result === undefined ? {} : { result: JSON.parse(result) as Confirmation['result'] }),
    };
    outbox.insert({
      class: 'confirmation',
      title: `${command.kind}: ${ending.state}`,
      body,
      inReplyTo: command.id,
    });
  };
