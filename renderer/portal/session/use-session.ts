import { useCallback, useEffect, useState } from 'react';
import type { Operator } from '#shared/portal-api.ts';
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
    void client.call('session', {}).then((outcome) => {
      if (outcome.ok) setSession({ phase: 'in', operator: outcome.value });
      else if (outcome.error.code === 'signInFirst') setSession({ phase: 'out', ended: false });
      else setSession({ phase: 'unknown', error: outcome.error });
    });
  }, [client]);
  const begin = useCallback((operator: Operator) => setSession({ phase: 'in', operator }), []);
  const end = useCallback(
    (how: 'signedOut' | 'endedByServer') => setSession({ phase: 'out', ended: how === 'endedByServer' }),
    [],
  );

  useEffect(ask, [ask]);
  return { session, ask, begin, end };
}
