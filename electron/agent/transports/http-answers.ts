import { http as paths } from '#shared/protocol/names.ts';
import { parseBoundedJson } from '#shared/wire/bounded-json.ts';
import { splitFrames } from '#shared/wire/frames.ts';
import { transportError } from './errors.ts';
import type { HttpAnswer } from './http-client.ts';
import type { TransportError } from './transport.ts';

const longestRetryAfter = 24 * 3_600_000;
const wordsLength = 300;

/** `Retry-After` (RFC 9110, section 10.2.3), seconds or a date, in milliseconds from now. */
const retryAfterOf = ({ headers }: HttpAnswer, now: number): number | undefined => {
  const value = headers['retry-after'];
  if (value === undefined) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isFinite(ms) ? Math.min(longestRetryAfter, Math.max(0, ms)) : undefined;
};

const mediaType = ({ headers }: HttpAnswer): string =>
  (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

/** The server's own words of an answer in plain text or JSON; a web page says nothing to the reader of a log. */
const wordsOf = (answer: HttpAnswer): string => {
  const type = mediaType(answer);
  if (type !== 'text/plain' && type !== 'application/json') return '';
  // What came from the network goes to logs and windows as one plain line.
  const line = Buffer.from(answer.body)
    .toString('utf8')
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim();
  return line.slice(0, wordsLength).replace(/\.$/, '');
};

const refusalOf = (answer: HttpAnswer, now: number): TransportError => {
  const { status } = answer;
  const words = [`status ${status}`, wordsOf(answer)].filter((part) => part !== '').join(': ');
  if (status >= 300 && status < 400)
    return transportError(
      'webPage',
      `status ${status} to ${answer.headers.location ?? 'nowhere'}`.slice(0, wordsLength),
    );
  if (status === 511) return transportError('webPage', words);
  if (status === 401 || status === 403)
    return mediaType(answer) === 'text/html'
      ? transportError('webPage', words)
      : transportError('forbidden', words);
  if (status === 404 || status === 405 || status === 415) return transportError('notCmServer', words);
  if (status === 407) return transportError('proxyPassword', words);
  if (status === 413) return transportError('tooLarge', words);
  if (status === 429 || status === 503) return transportError('busy', words, retryAfterOf(answer, now));
  if (status === 408 || status === 425 || status >= 500)
    return transportError('serverError', words, retryAfterOf(answer, now));
  return transportError('unexpectedStatus', words, retryAfterOf(answer, now));
};

/** Status 200 and the expected type; anything else is an error: a page of a hotel's network is no receipt. */
const expect = (answer: HttpAnswer, type: string, now: number): Uint8Array => {
  if (answer.status !== 200) throw refusalOf(answer, now);
  const encoding = answer.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity')
    throw transportError('badAnswer', `it is packed as ${encoding}, which was not asked for`);
  if (mediaType(answer) === type) return answer.body;
  if (mediaType(answer) === 'text/html') throw transportError('webPage');
  throw transportError('badAnswer', `its type is ${mediaType(answer) || 'missing'}`);
};

/** The envelopes of an answer, unopened. @throws TransportError */
export const envelopesOf = (answer: HttpAnswer, now: number): Uint8Array[] => {
  const body = expect(answer, paths.envelopesType, now);
  try {
    return splitFrames(body);
  } catch (error) {
    throw transportError('badAnswer', error instanceof Error ? error.message : String(error));
  }
};

/** The bytes of a tick's answer, unverified. @throws TransportError, `tickOld` when the server has heard a later tick */
export const tickAnswerOf = (answer: HttpAnswer, now: number): Uint8Array => {
  if (answer.status === 409) throw transportError('tickOld');
  return expect(answer, paths.tickType, now);
};

/** The JSON of an answer, unverified. @throws TransportError */
export const jsonOf = (answer: HttpAnswer, now: number): unknown => {
  const body = expect(answer, 'application/json', now);
  try {
    return parseBoundedJson(body);
  } catch (error) {
    throw transportError('badAnswer', error instanceof Error ? error.message : String(error));
  }
};
