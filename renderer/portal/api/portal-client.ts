import { filledPath, portalApi, portalErrorSchema } from '#shared/portal-api.ts';
import type { PortalAnswer, PortalCall, PortalError, PortalInput } from '#shared/portal-api.ts';

/** Why a call gave no answer. `unreachable`: nobody answered; `mismatch`: the answer is not what this page knows. */
export interface CallError {
  code: PortalError['code'] | 'unreachable' | 'mismatch';
  /** The server's own sentence, where it said one. */
  message?: string;
}
export type Outcome<T> = { ok: true; value: T } | { ok: false; error: CallError };

/** What a call takes: only those of `params`, `query` and `body` that its route has. */
export type CallInput<C extends PortalCall> = {
  [
    Part in keyof PortalInput<C> as PortalInput<C>[Part] extends undefined ? never : Part
  ]: PortalInput<C>[Part];
};

export interface PortalClient {
  call<C extends PortalCall>(call: C, input: CallInput<C>): Promise<Outcome<PortalAnswer<C>>>;
}

interface PortalRequest {
  method: string;
  path: string;
  body?: string;
}

const answerDeadlineMs = 30_000;

/** The HTTP request of a call, as its route in the table says. */
export function requestFor<C extends PortalCall>(call: C, input: CallInput<C>): PortalRequest {
  const { method, path } = portalApi[call];
  const { params, query = {}, body } = input as Parts;
  const asked = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = asked.length > 0 ? `?${new URLSearchParams(asked as [string, string][]).toString()}` : '';
  return {
    method,
    path: filledPath(path, params) + search,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
}

interface Parts {
  params?: Record<string, string>;
  query?: Record<string, string | undefined>;
  body?: unknown;
}

/**
 * Makes the calls of the Portal's interface. Every failure is a value; nothing is thrown.
 * @param send the browser's `fetch`
 * @param onAnswer told of every answer that came, for what its headers say
 */
export function createPortalClient(send: typeof fetch, onAnswer: (response: Response) => void): PortalClient {
  return {
    async call(call, input) {
      const { method, path, body } = requestFor(call, input);
      let response: Response;
      let text: string;
      try {
        response = await send(path, {
          method,
          signal: AbortSignal.timeout(answerDeadlineMs),
          ...(body !== undefined && { body, headers: { 'content-type': 'application/json' } }),
        });
        text = await response.text();
      } catch {
        return { ok: false, error: { code: 'unreachable' } };
      }
      onAnswer(response);
      return response.ok ? readAnswer(call, text) : { ok: false, error: readError(response.status, text) };
    },
  };
}

function readAnswer<C extends PortalCall>(call: C, text: string): Outcome<PortalAnswer<C>> {
  const answer = portalApi[call].answer.safeParse(text === '' ? null : parseJson(text));
  return answer.success
    ? { ok: true, value: answer.data as PortalAnswer<C> }
    : { ok: false, error: { code: 'mismatch' } };
}

function readError(status: number, text: string): CallError {
  const error = portalErrorSchema.safeParse(parseJson(text));
  if (error.success) return error.data;
  // A proxy on the way answers in its own words, which are none of ours.
  return { code: status >= 500 ? 'unavailable' : 'mismatch' };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
