import { fastify, LogController } from 'fastify';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';

/** Bodies of the Portal's calls are small; envelopes have their own limit. */
const bodyBytes = 1024 * 1024;
/** A client that neither sends nor takes anything for so long is let go. */
const idleMs = 60_000;

/** The web framework without a port of its own: listeners hand it their requests through `routing`. */
export const createWeb = (log: FastifyBaseLogger): FastifyInstance => {
  const web = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyBytes,
  });
  web.addHook('onRequest', (request, _reply, done) => {
    request.raw.socket.setTimeout(idleMs);
    done();
  });
  return web;
};
