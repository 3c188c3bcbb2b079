import type { EnvelopeClass } from '#shared/protocol/envelope.ts';
import { limits } from '#shared/protocol/limits.ts';
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
import type { Rejections } from './rejections.ts';

/** What a carrier takes back to the sender: envelopes, or a sentence when nothing that came was authentic. */
export type Answer = { kind: 'answered'; envelopes: Uint8Array[] } | Rejected;

/** Where everything that computers send arrives, whatever carried it. */
export interface Inbox {
  /**
   * Takes the envelopes of one request. Resolves after all that is answered is committed: one receipt a computer names
   * what is kept and what is refused. What follows too many envelopes of strangers, or unpacks to too much in one request, is
   * left unanswered: a computer sends it again. Rejects when the store could not keep it; then the sender has to send again.
   */
  receive(envelopes: Uint8Array[], origin: Origin): Promise<Answer>;
}

interface Options {
  clock: Clock;
  rejections: Rejections;
  identity: Identity;
  registry: Registry;
  registrar: Registrar;
  /** Who deals with which class, in the order in which they do it. */
  handlers: { classes: readonly EnvelopeClass[]; handle: Handler }[];
}

/** What one request brought. `rejected` is the first that was not taken. */
interface Arrived {
  computers: Map<KnownComputer, Received[]>;
  registered: Uint8Array[];
  rejected: Rejected | undefined;
}

/** What strangers send in one request, registrations included, before the rest of it is left alone: all of it costs work. */
const strangersPerRequest = 3;

export const createInbox = ({
  clock,
  rejections,
  identity,
  registry,
  registrar,
  handlers,
}: Options): Inbox => {
  const register = async ({ header, body, signer }: Application): Promise<Uint8Array | Rejected> => {
    const request = readBody(registrationSchema, body);
    if (!request.ok) return reject('malformed', request.reason);
    const envelope = { id: header.id, created: header.created };
    const answer = await registrar.register({ ...request.body, ...envelope, signingKey: signer });
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

  /** Opens what came, and registers who asks for it, until strangers or sizes are too many. */
  const openAll = async (envelopes: Uint8Array[], origin: Origin): Promise<Arrived> => {
    const arrived: Arrived = { computers: new Map(), registered: [], rejected: undefined };
    let strangers = 0;
    let unpacked = 0;
    for (const bytes of envelopes) {
      if (strangers >= strangersPerRequest || unpacked > limits.unpackedBytes) break;
      const opened = await openForServer(bytes, identity, registry);
      if (opened.kind === 'received') {
        const { computer, body } = opened;
        unpacked += body.length;
        arrived.computers.set(computer, [...(arrived.computers.get(computer) ?? []), opened]);
        continue;
      }
      if (opened.kind === 'application' || opened.computer === undefined) strangers += 1;
      const answer = opened.kind === 'application' ? await register(opened) : opened;
      if (answer instanceof Uint8Array) arrived.registered.push(answer);
      else {
        rejections.note(answer, origin);
        arrived.rejected ??= answer;
      }
    }
    return arrived;
  };

  return {
    async receive(envelopes, origin) {
      const { computers, registered, rejected } = await openAll(envelopes, origin);
      const all = [...computers].map(([computer, received]) => answerComputer(computer, received, origin));
      const answers = [...registered, ...(await Promise.all(all)).flat()];
      const nothingTaken = answers.length === 0 && computers.size === 0;
      if (nothingTaken && rejected !== undefined) return rejected;
      return { kind: 'answered', envelopes: answers };
    },
  };
};
