// The Portal's interface for the programs of this folder: signed in as the operator of the private Forge.
import { filledPath, portalApi } from '#shared/portal-api.ts';
import type { PortalAnswer, PortalCall, PortalInput } from '#shared/portal-api.ts';

export interface PortalClient {
  call<C extends PortalCall>(name: C, input?: Partial<PortalInput<C>>): Promise<PortalAnswer<C>>;
}

/**
 * Signs in and gives a client.
 * @throws the server's own sentence when it refuses
 */
export const signIn = async (base: string, name: string, password: string): Promise<PortalClient> => {
  let cookie = '';
  const call = async <C extends PortalCall>(
    route: C,
    input: Partial<PortalInput<C>> = {},
  ): Promise<PortalAnswer<C>> => {
    const { method, path, answer } = portalApi[route];
    const response = await fetch(new URL(filledPath(path, input.params), base), {
      method,
      headers: { cookie, ...(input.body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
    });
    const cookies = response.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
    if (cookies.length > 0) cookie = cookies.join('; ');
    const text = await response.text();
    const said: unknown = text === '' ? null : JSON.parse(text);
    if (!response.ok)
      throw new Error(
        (said as { message?: string } | null)?.message ?? `the Portal answered ${response.status}`,
      );
    return answer.parse(said) as PortalAnswer<C>;
  };
  await call('signIn', { body: { name, password } });
  return { call };
};
