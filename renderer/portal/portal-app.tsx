import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Operator } from '#shared/portal-data.ts';
import { Button } from '../ui/button.tsx';
import { createLiveData } from './api/live-data.ts';
import type { PortalClient } from './api/portal-client.ts';
import { listenToPortal } from './api/portal-events.ts';
import { topicsOf } from './api/resources.ts';
import type { ServerClock } from './api/server-clock.ts';
import { ComputerPage } from './computer/computer-page.tsx';
import { ComputersPage } from './computers/computers-page.tsx';
import { CustomersPage } from './customers/customers-page.tsx';
import { useAddress } from './frame/address.ts';
import { CallNotice } from './frame/call-notice.tsx';
import { NotFoundPage } from './frame/not-found-page.tsx';
import { NowProvider } from './frame/now.tsx';
import { PortalContext } from './frame/use-portal.ts';
import type { Portal } from './frame/use-portal.ts';
import { Shell } from './frame/shell.tsx';
import type { Connection } from './frame/shell.tsx';
import styles from './portal-app.module.css';
import { parseRoute } from './routes.ts';
import type { Route } from './routes.ts';
import { SignInPage } from './session/sign-in-page.tsx';
import { useSession } from './session/use-session.ts';
import { TokensPage } from './tokens/tokens-page.tsx';

interface PortalAppProps {
  client: PortalClient;
  clock: ServerClock;
}

/** The whole Portal: the pages for who is signed in, the sign-in page for anybody else. */
export function PortalApp({ client, clock }: PortalAppProps) {
  const { t } = useTranslation('portal');
  const { session, ask, begin, end } = useSession(client);
  switch (session.phase) {
    case 'asking':
      return null;
    case 'unknown':
      return (
        <main className={styles.alone}>
          <CallNotice error={session.error} action={<Button onClick={ask}>{t('retry')}</Button>} announced />
        </main>
      );
    case 'out':
      return <SignInPage client={client} ended={session.ended} onSignedIn={begin} />;
    case 'in':
      return <Pages client={client} clock={clock} operator={session.operator} onEnd={end} />;
  }
}

interface PagesProps extends PortalAppProps {
  operator: Operator;
  onEnd: (how: 'signedOut' | 'endedByServer') => void;
}

function Pages({ client, clock, operator, onEnd }: PagesProps) {
  const portal = useMemo(() => {
    const own = endingClient(client, () => onEnd('endedByServer'));
    return { client: own, data: createLiveData(own), operator, drafts: new Map() };
  }, [client, operator, onEnd]);
  const connection = useEvents(portal);
  const { path } = useAddress();
  const route = parseRoute(path);
  return (
    <PortalContext value={portal}>
      <NowProvider clock={clock}>
        <Shell route={route} connection={connection} onSignedOut={() => onEnd('signedOut')}>
          <PageOf route={route} />
        </Shell>
      </NowProvider>
    </PortalContext>
  );
}

function PageOf({ route }: { route: Route }) {
  switch (route.page) {
    case 'computers':
      return <ComputersPage />;
    case 'computer':
      return <ComputerPage key={route.cmId} route={route} />;
    case 'customers':
      return <CustomersPage />;
    case 'tokens':
      return <TokensPage />;
    case 'unknown':
      return <NotFoundPage />;
  }
}

/** The same client, which also notices that the server knows the session no more. */
const endingClient = (client: PortalClient, onEnded: () => void): PortalClient => ({
  async call(call, input) {
    const outcome = await client.call(call, input);
    if (!outcome.ok && outcome.error.code === 'signInFirst') onEnded();
    return outcome;
  },
});

/** Reads anew what the server says has changed; all of it after the stream was broken. */
function useEvents({ data }: Portal): Connection {
  const [connection, setConnection] = useState<Connection>('live');
  useEffect(
    () =>
      listenToPortal(() => new EventSource('/api/events'), {
        onEvent: (event) => data.refresh(topicsOf(event)),
        onOpen: () => {
          setConnection('live');
          data.refresh();
        },
        onBroken: () => {
          setConnection('broken');
          data.refresh();
        },
      }),
    [data],
  );
  return connection;
}
