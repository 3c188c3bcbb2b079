import type { IncomingMessage, ServerResponse } from 'node:http';
import { http } from '#shared/protocol/names.ts';
import { tickAnswerBytes, tickBytes } from '#shared/protocol/tick.ts';
import type { Clock } from '../clock.ts';
import type { Presence } from '../presence/presence.ts';
import type { WebPath } from './listener.ts';
import { plainAddress } from './plain-address.ts';

/** A request for a tick never gets to the web framework: there are more of them than of everything else together. */
export const isTick = (request: IncomingMessage): boolean =>
  request.method === 'POST' && request.url === http.tickPath;

const answerHeaders = { 'content-type': http.tickType, 'content-length': String(tickAnswerBytes) };
const refusals = { forged: 403, old: 409 } as const;

/** Says no to what is larger than a tick and hangs up, so that nothing more of it has to be heard. */
const refuseLarge = (response: ServerResponse): void => {
  response.writeHead(413, { connection: 'close' }).end();
};

/** Answers ticks. What is not authentic gets a status and no word more. */
export const createTickHandler =
  (presence: Pick<Presence, 'tick'>, clock: Clock) =>
  (request: IncomingMessage, response: ServerResponse, path: WebPath): void => {
    if (Number(request.headers['content-length']) > tickBytes) {
      refuseLarge(response);
      return;
    }
    let tick: Buffer | undefined;
    request.on('data', (chunk: Buffer) => {
      if (response.writableEnded) return;
      // A tick comes in one piece; whatever little is cut is put together.
      tick = tick === undefined ? chunk : Buffer.concat([tick, chunk]);
      if (tick.length > tickBytes) refuseLarge(response);
    });
    request.on('end', () => {
      if (response.writableEnded) return;
      if (tick?.length !== tickBytes) {
        response.writeHead(400).end();
        return;
      }
      const answer = presence.tick(tick, {
        path,
        address: plainAddress(request.socket.remoteAddress),
        at: clock.now(),
      });
      if (typeof answer === 'string') response.writeHead(refusals[answer]).end();
      else response.writeHead(200, answerHeaders).end(answer);
    });
  };
