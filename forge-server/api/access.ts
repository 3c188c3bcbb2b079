import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PortalError } from '#shared/portal-api.ts';
import type { Operator } from '#shared/portal-data.ts';
import type { Sessions } from '../operators/sessions.ts';
import { readCookie } from './cookies.ts';
import { refuse, statusOf } from './refusal.ts';
import type { Refusal, Result } from './refusal.ts';

/** Who makes a call, and in which session. */
export interface Caller {
  operator: Operator;
  session: string;
}

/** Finds who makes a request; nothing when nobody is signed in. */
export type FindCaller = (request: FastifyRequest) => Promise<Caller | undefined>;

/** Finds the caller by the session that the browser holds. */
export function findBySession(sessions: Sessions): FindCaller {
  return async (request) => {
    const secret = readCookie(request, 'session');
    const session = secret === undefined ? undefined : await sessions.find(secret);
    return session && { operator: session.operator, session: session.id };
  };
}

/** The caller, or why the call is not for them. */
export async function requireCaller(
  request: FastifyRequest,
  role: Operator['role'],
  findCaller: FindCaller,
): Promise<Result<Caller>> {
  const caller = await findCaller(request);
  if (!caller) return refuse('signInFirst', 'Sign in first.');
  if (role === 'maintainer' && caller.operator.role !== 'maintainer') {
    return refuse('forbidden', 'Only a maintainer may do this: ask one.');
  }
  return { ok: true, value: caller };
}

/** Refuses a change that a page of another origin asks for. */
export function refuseForeign(request: FastifyRequest): Refusal | undefined {
  if (request.method === 'GET' || request.method === 'HEAD' || isSameOrigin(request)) return undefined;
  return refuse('forbidden', 'Make changes in the Portal itself: a page of another site asked for this one.');
}

/**
 * True unless a browser says that a page of another origin makes this call. Every browser of today sends `Origin` with
 * a changing call, and `Sec-Fetch-Site` where the connection is trusted; a program that sends neither has no cookies to
 * be abused.
 */
function isSameOrigin(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin } = request.headers;
  // Sandboxed pages say `null`, which has no host.
  return origin === undefined || URL.parse(origin)?.host === request.host.toLowerCase();
}

/** Answers with a refusal, as `portalErrorSchema` describes it. */
export function sendRefusal(reply: FastifyReply, { code, message, retryAfter }: Refusal): FastifyReply {
  if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter));
  const body: PortalError = { code, message };
  return reply.code(statusOf[code]).type('application/json').send(JSON.stringify(body));
}
