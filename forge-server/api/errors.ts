import type { FastifyError, FastifyRequest } from 'fastify';
import { refuse } from './refusal.ts';
import type { Refusal } from './refusal.ts';

/** What Fastify says of a body that it cannot read, and what we say. */
const unreadable: Record<string, Refusal> = {
  FST_ERR_CTP_BODY_TOO_LARGE: refuse('tooLarge', 'Send less at once: this is more than any call needs.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: refuse(
    'badRequest',
    'Send the body as JSON, with the content type application/json.',
  ),
  FST_ERR_CTP_EMPTY_JSON_BODY: refuse('badRequest', 'Send a body, or leave out the content type.'),
  FST_ERR_CTP_INVALID_JSON_BODY: refuse('badRequest', 'Send valid JSON: the body could not be read.'),
};
const unreadableOtherwise = refuse('badRequest', 'Correct the request: it could not be read.');

/** SQLite's own numbers for a disk that cannot be written to: read-only, input/output error, full, cannot open. */
const diskErrors = [8, 10, 13, 14];

/** What to answer to a request that could not be read, or whose handling failed; a failure of ours is logged. */
export function refusalOfError(error: unknown, request: FastifyRequest): Refusal {
  const { code = '', statusCode = 500, errcode } = error as Partial<FastifyError> & { errcode?: number };
  if (statusCode < 500) return unreadable[code] ?? unreadableOtherwise;
  request.log.error(error);
  // The lowest byte is the kind; the rest says more.
  if (errcode !== undefined && diskErrors.includes(errcode % 256)) {
    const message = 'The server cannot write to its disk: make room there, then try again.';
    return { ...refuse('unavailable', message), retryAfter: 30 };
  }
  return refuse('internal', 'The server failed, and its log says why: try again later.');
}
