import { useCallback, useEffect, useState } from 'react';
import type { Operator } from '#shared/portal-data.ts';
import type { CallError, PortalClient } from '../api/portal-client.ts';

/** Whether somebody is signed in. `ended` tells that somebody was until just now. */
export type Session =
  | { phase: 'asking' }
  | { phase: 'unknown'; error: CallError }
  | { phase: 'out'; ended: boolean }
  | { phase: 'in'; operator: Operator };

interface SessionControl {
  session: Session;
  /** Asks the server again. */
  ask: () => void;
  begin: (operator: Operator) => void;
  end: (how: 'signedOut' | 'endedByServer') => void;
}

/** Follows the session of this browser, which the server keeps and a cookie names. */
export function useSession(client: PortalClient): SessionControl {
  const [session, setSession] = useState<Session>({ phase: 'asking' });

  const ask = useCallback(() => {
    setSession({ phase: 'asking' });
    void askSession(client).then(setSession);
  }, [client]);
  const begin = useCallback((operator: Operator) => setSession({ phase: 'in', operator }), []);
  const end = useCallback(
    (how: 'signedOut' | 'endedByServer') => setSession({ phase: 'out', ended: how === 'endedByServer' }),
    [],
  );

  useEffect(() => {
    void askSession(client).then(setSession);
  }, [client]);
  return { session, ask, begin, end };
}

async function askSession(client: PortalClient): Promise<Session> {
  const outcome = await client.call('session', {});
  if (outcome.ok) return { phase: 'in', operator: outcome.value };
  const { error } = outcome;
  return error.code === 'signInFirst' ? { phase: 'out', ended: false } : { phase: 'unknown', error };
}
