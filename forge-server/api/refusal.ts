import type { PortalError } from '#shared/portal-api.ts';

/** The HTTP status of each error code. */
export const statusOf = {
  badRequest: 400,
  signInFirst: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  tooLarge: 413,
  tooMany: 429,
  internal: 500,
  unavailable: 503,
} as const satisfies Record<PortalError['code'], number>;

/** What a call gives instead of its answer: a code for programs and one sentence that says what to do. */
export interface Refusal extends PortalError {
  ok: false;
  /** Seconds after which the same call may succeed. */
  retryAfter?: number;
}

/** What a call came to. */
export type Result<T> = { ok: true; value: T } | Refusal;

export const refuse = (code: PortalError['code'], message: string): Refusal => ({ ok: false, code, message });
