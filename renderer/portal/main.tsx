// oxlint-disable-next-line import/no-unassigned-import -- it must act before any schema is made
import '../strict-csp.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { config } from '../texts/en/config.ts';
import { portal } from '../texts/en/portal.ts';
import { ui } from '../texts/en/ui.ts';
import { startTexts } from '../texts/texts.ts';
import { showTheme, UiRoot } from '../ui/ui-root.tsx';
import { createPortalClient } from './api/portal-client.ts';
import { createServerClock } from './api/server-clock.ts';
import { PortalApp } from './portal-app.tsx';
import './portal.css';
import { readTheme } from './session/theme.ts';

showTheme(readTheme());
await startTexts({ en: { ui, portal, config } }, 'system');
const clock = createServerClock(Date.now);
const client = createPortalClient(
  (path, init) => fetch(path, init),
  (response) => clock.learn(response.headers.get('date')),
);
const root = document.getElementById('root');
if (root === null) throw new Error('The page has no place for the Portal.');
createRoot(root).render(
  <StrictMode>
    <UiRoot>
      <PortalApp client={client} clock={clock} />
    </UiRoot>
  </StrictMode>,
);
