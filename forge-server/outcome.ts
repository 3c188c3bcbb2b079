/** Why something was not done: a code for programs and one sentence that says what to do. */
export interface Denied {
  ok: false;
  code: 'badRequest' | 'notFound' | 'conflict';
  message: string;
}

/** What an action came to. */
export type Outcome<T> = { ok: true; value: T } | Denied;

export const done = <T>(value: T): Outcome<T> => ({ ok: true, value });
export const denied = (code: Denied['code'], message: string): Denied => ({ ok: false, code, message });
