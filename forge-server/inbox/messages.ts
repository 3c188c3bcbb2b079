import { messageClasses } from '#shared/protocol/envelope.ts';
import type { MessageClass } from '#shared/protocol/envelope.ts';
import { limits } from '#shared/protocol/limits.ts';
import { messageBodySchemas } from '#shared/protocol/messages.ts';
import type { Events } from '../events.ts';
import type { Commands } from '../outbox/commands.ts';
import type { Presence } from '../presence/presence.ts';
import type { Store } from '../store/store.ts';
import { classWords, readBody } from './classes.ts';
import type { MessageBody } from './classes.ts';
import { kept, refused } from './handler.ts';
import type { Handler, ReceiptItem } from './handler.ts';
import { keepMessage } from './keep.ts';
import type { CheckedMessage, Kept } from './keep.ts';
import type { Received } from './open.ts';

interface Options {
  store: Store;
  presence: Pick<Presence, 'beat'>;
  commands: Pick<Commands, 'changed'>;
  events: Events;
}

export const isMessageClass = (name: string): name is MessageClass =>
  (messageClasses as readonly string[]).includes(name);

const tooLarge = `The message is too large: unpacked it may have at most ${limits.messageBytes} bytes.`;

const check = ({ computer, header, body }: Received): CheckedMessage | { reason: string } => {
  if (!isMessageClass(header.class)) return { reason: `The server keeps no ${header.class}.` };
  if (body.length > limits.messageBytes) return { reason: tooLarge };
  const read = readBody(messageBodySchemas[header.class], body);
  if (!read.ok) return { reason: read.reason };
  const message = { class: header.class, body: read.body } as MessageBody;
  return { cmId: computer.cmId, header, message };
};

/** Takes the messages that the agent's outbox keeps until a receipt names them: each is stored once. */
export const createMessageHandler =
  ({ store, presence, commands, events }: Options): Handler =>
  async ({ cmId }, received, origin) => {
    const items: ReceiptItem[] = [];
    const checked: CheckedMessage[] = [];
    for (const envelope of received) {
      const message = check(envelope);
      if ('reason' in message) items.push(refused(envelope, message.reason));
      else checked.push(message);
    }
    const outcomes = await store.write(async (db) => {
      const all: Kept[] = [];
      for (const message of checked) all.push(await keepMessage(db, message, origin));
      return all;
    });
    for (const [i, message] of checked.entries()) {
      const outcome = outcomes[i];
      if (outcome?.outcome === 'taken') {
        items.push(refused(message, 'The id of this message belongs to a message of another computer.'));
        continue;
      }
      items.push(kept(message));
      if (outcome?.outcome !== 'first') continue;
      presence.beat(cmId, classWords[message.message.class], origin);
      events.emit({ event: 'message', cmId, id: message.header.id });
      if (outcome.command !== undefined) commands.changed(outcome.command);
    }
    return { items };
  };
