// oxlint-disable-next-line import/no-unassigned-import -- it must act before any schema is made
import '../strict-csp.ts';
import { StrictMode } from 'react';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { messageOf } from '#shared/error-message.ts';
import type { WindowBridge } from '#shared/ipc.ts';
import { config } from '../texts/en/config.ts';
import { messages } from '../texts/en/messages.ts';
import { ui } from '../texts/en/ui.ts';
import { startTexts, texts } from '../texts/texts.ts';
import { Notice } from '../ui/notice.tsx';
import { showTheme, UiRoot } from '../ui/ui-root.tsx';
import { ConfigWindow } from './config-window.tsx';
import { followEvent } from './live.ts';
import { WindowProvider } from './window-context.tsx';

declare global {
  interface Window {
    cMonitor: WindowBridge;
  }
}

const catalogues = { en: { ui, config, messages } };

async function start(bridge: WindowBridge): Promise<ReactNode> {
  // The shell may ask for a page before the first answer is here.
  const [asked, settings, status, about] = await Promise.all([
    followEvent(bridge, 'openPage', Promise.resolve(location.hash.slice(1))),
    followEvent(bridge, 'settings', bridge.call('settingsView', undefined)),
    followEvent(bridge, 'status', bridge.call('status', undefined)),
    bridge.call('about', undefined),
  ]);
  const { language, theme } = settings.get().values.general;
  await startTexts(catalogues, language);
  showTheme(theme);
  document.title = texts.t('title', { ns: 'config' });
  return (
    <WindowProvider bridge={bridge} status={status} about={about}>
      <ConfigWindow settings={settings} asked={asked} />
    </WindowProvider>
  );
}

async function failure(error: unknown): Promise<ReactNode> {
  await startTexts(catalogues, 'system');
  const message = messageOf(error);
  return (
    <Notice tone="danger" title={texts.t('cannotStart', { ns: 'config' })} announced>
      {texts.t('failed', { ns: 'config', message })}
    </Notice>
  );
}

const root = document.querySelector('#root');
if (root === null) throw new Error('The page has no #root to be shown in.');
const content = await start(window.cMonitor).catch(failure);
createRoot(root).render(
  <StrictMode>
    <UiRoot>{content}</UiRoot>
  </StrictMode>,
);
