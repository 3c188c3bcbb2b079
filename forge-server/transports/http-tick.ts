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

/** Answers ticks. What is not authentic gets a status and no word more. */
export const createTickHandler =
  (presence: Pick<Presence, 'tick'>, clock: Clock) =>
  (request: IncomingMessage, response: ServerResponse, path: WebPath): void => {
    let tick: Buffer | undefined;
    request.on('data', (chunk: Buffer) => {
      // A tick comes in one piece, whatever little is cut is put together, and more than a tick is not kept.
      if (tick === undefined) tick = chunk;
      else if (tick.length <= tickBytes) tick = Buffer.concat([tick, chunk]);
    });
    request.on('end', () => {
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
