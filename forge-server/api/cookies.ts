import type { FastifyReply, FastifyRequest } from 'fastify';

/** What the browser keeps for us. `device` outlives the session: it tells a browser that has signed in before. */
export type CookieName = 'session' | 'device';

const deviceSeconds = 365 * 24 * 3600;

/** The cookie's value, or nothing. */
export function readCookie(request: FastifyRequest, cookie: CookieName): string | undefined {
  return request.cookies[fullName(request, cookie)];
}

/** Gives the browser a secret that no script can read and no other site can make it send. */
export function setCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  cookie: CookieName,
  secret: string,
): void {
  const age = cookie === 'device' ? { maxAge: deviceSeconds } : {};
  reply.setCookie(fullName(request, cookie), secret, { ...attributes(request), ...age });
}

/** Makes the browser forget it. */
export function clearCookie(request: FastifyRequest, reply: FastifyReply, cookie: CookieName): void {
  reply.clearCookie(fullName(request, cookie), attributes(request));
}

// The prefix binds a cookie to this very host and to https, which browsers enforce.
function fullName(request: FastifyRequest, cookie: CookieName): string {
  return request.protocol === 'https' ? `__Host-forge-${cookie}` : `forge-${cookie}`;
}

function attributes(request: FastifyRequest) {
  return { path: '/', httpOnly: true, sameSite: 'strict', secure: request.protocol === 'https' } as const;
}
