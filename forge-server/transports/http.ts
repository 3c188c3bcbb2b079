import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { limits } from '#shared/protocol/limits.ts';
import { http } from '#shared/protocol/names.ts';
import { joinFrames, splitFrames } from '#shared/wire/frames.ts';
import type { Clock } from '../clock.ts';
import type { Identity } from '../identity.ts';
import type { Answer, Inbox } from '../inbox/inbox.ts';
import type { Rejected } from '../inbox/open.ts';
import { createBodyMemory, withBody } from './body.ts';
import type { BodyRefusal } from './body.ts';
import { plainAddress } from './plain-address.ts';

interface Options {
  clock: Clock;
  identity: Pick<Identity, 'serverKeys'>;
  inbox: Inbox;
}

/** Bodies of all requests together, until they are dealt with. */
const memoryBytes = 256 * 1024 * 1024;
const busyRetryS = 5;
const storeRetryS = 15;

const statusOf: Record<Rejected['fault'], number> = {
  tooLarge: 413,
  notAnEnvelope: 400,
  notForUs: 421,
  cannotOpen: 400,
  unknownSigner: 403,
  badSignature: 403,
  notTheSender: 403,
  malformed: 400,
};

/** An answer in plain words. It is signed by nobody, so that no agent takes it for a receipt. */
const say = (reply: FastifyReply, status: number, sentence: string): FastifyReply =>
  reply.code(status).type('text/plain; charset=utf-8').send(`${sentence}\n`);

const refuseBody = (reply: FastifyReply, refusal: BodyRefusal): FastifyReply => {
  if (refusal === 'busy') {
    reply.header('retry-after', String(busyRetryS));
    return say(reply, 503, 'The server is receiving too much at once: try again in a few seconds.');
  }
  reply.header('connection', 'close');
  return say(
    reply,
    413,
    `A request may have at most ${limits.requestBytes} bytes: send fewer envelopes at once, or large results in parts.`,
  );
};

const framesOf = (body: Buffer): Uint8Array[] | undefined => {
  try {
    return splitFrames(body);
  } catch {
    return undefined;
  }
};

/** The agent-facing routes: keys and envelopes. Ticks have a shorter way of their own (`http-tick.ts`). */
export const registerAgentRoutes = async (
  fastify: FastifyInstance,
  { clock, identity, inbox }: Options,
): Promise<void> => {
  const memory = createBodyMemory(memoryBytes);

  const receive = async (
    request: FastifyRequest,
    reply: FastifyReply,
    frames: Uint8Array[],
    at: number,
  ): Promise<FastifyReply> => {
    const path = request.protocol === 'https' ? 'HTTPS' : 'HTTP';
    let answer: Answer;
    try {
      answer = await inbox.receive(frames, { path, address: plainAddress(request.ip), at });
    } catch (error) {
      request.log.error({ error }, 'what a computer sent could not be stored');
      reply.header('retry-after', String(storeRetryS));
      return say(reply, 503, 'The server cannot store anything now: try again later.');
    }
    if (answer.kind === 'rejected') return say(reply, statusOf[answer.fault], answer.reason);
    return reply.type(http.envelopesType).send(joinFrames(answer.envelopes));
  };

  await fastify.register(async (scope) => {
    // The handler reads the body itself: it has its own limits and answers.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => {
      done(null);
    });

    scope.get(http.keysPath, (_request, reply) =>
      reply.header('cache-control', 'no-store').send(identity.serverKeys()),
    );

    scope.post(http.envelopesPath, async (request, reply) => {
      if (request.headers['content-type'] !== http.envelopesType)
        return say(reply, 415, `Envelopes are sent with the content type ${http.envelopesType}.`);
      const at = clock.now();
      return withBody(request.raw, limits.requestBytes, memory, async (body) => {
        if (typeof body === 'string') return refuseBody(reply, body);
        const frames = framesOf(body);
        if (frames === undefined || frames.length === 0)
          return say(
            reply,
            400,
            `The request holds no envelopes, or more than ${limits.envelopesPerRequest}, or was cut off on its way.`,
          );
        return receive(request, reply, frames, at);
      });
    });
  });
};
