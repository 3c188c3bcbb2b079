import type { Logger } from 'pino';
import type { EnvelopeClass } from '#shared/protocol/envelope.ts';
import { registrationSchema } from '#shared/protocol/registration.ts';
import type { Clock } from '../clock.ts';
import type { KnownComputer, Registry } from '../computers/registry.ts';
import type { Registrar } from '../computers/registration.ts';
import type { Identity } from '../identity.ts';
import type { Origin } from '../presence/presence.ts';
import { readBody } from './classes.ts';
import { refused } from './handler.ts';
import type { Handler, Reply } from './handler.ts';
import { openForServer, reject } from './open.ts';
import type { Application, Received, Rejected } from './open.ts';

/** What a carrier takes back to the sender: envelopes, or a sentence when nothing that came was authentic. */
export type Answer = { kind: 'answered'; envelopes: Uint8Array[] } | Rejected;

/** Where everything that computers send arrives, whatever carried it. */
export interface Inbox {
  /**
   * Takes the envelopes of one request. Resolves after all that is answered is committed: one receipt a computer names
   * what is kept and what is refused. Rejects when the store could not keep it; then the sender has to send again.
   */
  receive(envelopes: Uint8Array[], origin: Origin): Promise<Answer>;
}

interface Options {
  clock: Clock;
  log: Logger;
  identity: Identity;
  registry: Registry;
  registrar: Registrar;
  /** Who deals with which class, in the order in which they do it. */
  handlers: { classes: readonly EnvelopeClass[]; handle: Handler }[];
}

export const createInbox = ({ clock, log, identity, registry, registrar, handlers }: Options): Inbox => {
  const rejected = (rejection: Rejected, origin: Origin): Rejected => {
    log.warn(
      { fault: rejection.fault, path: origin.path, address: origin.address },
      'an envelope was not taken',
    );
    return rejection;
  };

  const register = async ({ header, body, signer }: Application): Promise<Uint8Array | Rejected> => {
    const request = readBody(registrationSchema, body);
    if (!request.ok) return reject('malformed', request.reason);
    const answer = await registrar.register(request.body, signer);
    try {
      const outgoing = { class: 'registered', to: 'NEW', inReplyTo: header.id, body: answer } as const;
      return await identity.seal(outgoing, request.body.sealingKey);
    } catch {
      return reject('malformed', 'Nothing can be sealed to the sealing key of this registration.');
    }
  };

  const handle = (computer: KnownComputer, received: Received[], origin: Origin): Promise<Reply>[] => {
    const replies = handlers.flatMap(({ classes, handle: take }) => {
      const theirs = received.filter(({ header }) => classes.includes(header.class));
      return theirs.length === 0 ? [] : [take(computer, theirs, origin)];
    });
    const known = new Set(handlers.flatMap(({ classes }) => classes));
    const foreign = received.filter(({ header }) => !known.has(header.class));
    const items = foreign.map((envelope) =>
      refused(envelope, `The server takes no ${envelope.header.class} from a computer.`),
    );
    return [...replies, Promise.resolve({ items })];
  };

  const answerComputer = async (
    computer: KnownComputer,
    received: Received[],
    origin: Origin,
  ): Promise<Uint8Array[]> => {
    const replies = await Promise.all(handle(computer, received, origin));
    const items = replies.flatMap((reply) => reply.items);
    const others = replies.flatMap((reply) => reply.envelopes ?? []);
    if (items.length === 0) return others;
    const body = { items, at: clock.now() };
    const receipt = await identity.seal({ class: 'receipt', to: computer.cmId, body }, computer.sealingKey);
    return [receipt, ...others];
  };

  return {
    async receive(envelopes, origin) {
      const computers = new Map<KnownComputer, Received[]>();
      const answers: Uint8Array[] = [];
      const rejections: Rejected[] = [];
      for (const bytes of envelopes) {
        const opened = await openForServer(bytes, identity, registry);
        if (opened.kind === 'received')
          computers.set(opened.computer, [...(computers.get(opened.computer) ?? []), opened]);
        else if (opened.kind === 'rejected') rejections.push(rejected(opened, origin));
        else {
          const answer = await register(opened);
          if (answer instanceof Uint8Array) answers.push(answer);
          else rejections.push(rejected(answer, origin));
        }
      }
      const all = [...computers].map(([computer, received]) => answerComputer(computer, received, origin));
      answers.push(...(await Promise.all(all)).flat());
      const [first] = rejections;
      const nothingTaken = answers.length === 0 && computers.size === 0;
      if (nothingTaken && first !== undefined) return first;
      return { kind: 'answered', envelopes: answers };
    },
  };
};
