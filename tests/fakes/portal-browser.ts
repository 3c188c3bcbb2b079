import { filledPath, portalApi, portalErrorSchema } from '#shared/portal-api.ts';
import type { PortalAnswer, PortalCall, PortalError } from '#shared/portal-api.ts';

/** What a call is made with; whether it fits is for the server to say. */
export interface Input {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
}

/** What came of a call: its answer or its error, each checked against its schema to the letter. */
export interface Answered<T> {
  status: number;
  headers: Headers;
  value?: T;
  error?: PortalError;
}

/** A browser as far as the Portal's interface needs one: it keeps cookies and says where its pages are from. */
export interface PortalBrowser {
  call<C extends PortalCall>(name: C, input?: Input): Promise<Answered<PortalAnswer<C>>>;
  /** Any request, with the cookies. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  cookies: Map<string, string>;
}

/**
 * @param headers sent with every request, besides the `Origin` of the Portal's own pages
 */
export function openBrowser(url: string, headers: Record<string, string> = {}): PortalBrowser {
  const cookies = new Map<string, string>();

  const send = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const own = { origin: url, ...(cookie !== '' && { cookie }), ...headers };
    const response = await fetch(url + path, {
      redirect: 'manual',
      ...init,
      headers: { ...own, ...(init.headers as Record<string, string>) },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  };

  return {
    cookies,
    fetch: send,
    async call(name, { params = {}, query = {}, body } = {}) {
      const { method, path } = portalApi[name];
      const filled = filledPath(path, params);
      const search = new URLSearchParams(query).toString();
      const json = { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
      const response = await send(search === '' ? filled : `${filled}?${search}`, {
        method,
        ...(body !== undefined && json),
      });
      const { status } = response;
      const text: unknown = await response.json();
      if (!response.ok) return { status, headers: response.headers, error: portalErrorSchema.parse(text) };
      type Answer = PortalAnswer<typeof name>;
      return { status, headers: response.headers, value: portalApi[name].answer.parse(text) as Answer };
    },
  };
}
