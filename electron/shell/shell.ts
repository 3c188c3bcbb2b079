import { Menu, app, dialog, nativeTheme } from 'electron';
import type { Agent } from '#agent/agent.ts';
import type { AgentHost } from '#agent/host.ts';
import type { General } from '#shared/settings/general.ts';
import type { StartArguments } from './arguments.ts';
import { applyAutostart } from './autostart.ts';
import { bindIpc } from './ipc.ts';
import { lockDown } from './lock-down.ts';
import { joinQuit } from './quit.ts';
import { createShellCalls } from './shell-calls.ts';
import type { About } from './shell-calls.ts';
import type { ShellTexts } from './texts.ts';
import { createTrayActions } from './tray-actions.ts';
import { createTray } from './tray.ts';
import { trayView } from './tray-view.ts';
import { createWindows } from './windows.ts';

export interface ShellOptions {
  agent: Agent;
  host: AgentHost;
  start: StartArguments;
  texts: ShellTexts;
}

/** How long a desktop that is starting may take to show tray icons before a window is opened instead. */
const trayPatienceMs = 5000;

/**
 * Gives the agent its face: tray, windows, and the ways to quit. It only shows what the agent says and asks it for what the
 * person wants; without it the agent works just the same. Needs Electron to be ready.
 */
export const startShell = ({ agent, host, start, texts }: ShellOptions): void => {
  const { clock, dataFolder, log } = host;
  const about: About = {
    version: host.version,
    electron: process.versions['electron'] ?? '',
    node: process.versions.node,
    dataFolder,
  };
  const tell = (title: string, text: string): Promise<boolean> => host.showMessage(title, text);

  lockDown();
  // macOS keeps copy and paste in its menu.
  if (process.platform !== 'darwin') Menu.setApplicationMenu(null);

  const windows = createWindows({
    dataFolder,
    texts,
    log,
    monotonic: () => clock.monotonic(),
    onFailed: (sentence) => void tell(texts.product, sentence),
  });
  const openPage = (page: string): void => windows.open('config', page);
  bindIpc({
    windows,
    handlers: { ...agent.api, ...createShellCalls(about, texts) },
    log,
    monotonic: () => clock.monotonic(),
  });

  const actions = createTrayActions({
    api: agent.api,
    status: () => agent.status(),
    texts,
    openPage,
    tell,
    showAbout: () => {
      const detail = texts.about(about.version, about.electron, about.node, about.dataFolder);
      void dialog.showMessageBox({
        title: texts.product,
        message: texts.product,
        detail,
        buttons: [texts.close],
      });
    },
    exit: () => {
      void windows.askToClose().then((may) => {
        if (may) app.quit();
      });
    },
  });
  const tray = createTray({
    log,
    act: (action) => {
      Promise.resolve(actions[action]()).catch((error: unknown) => {
        log.error('What was chosen in the tray menu failed.', { action, error });
      });
    },
    onLost: () => void tell(texts.product, texts.trayNeedsRestart),
  });

  const applyGeneral = (general: General): void => {
    nativeTheme.themeSource = general.theme;
    tray.setVisible(general.showTrayIcon);
    // A copy for development, or one on a folder of its own, is not what the person wants to see at the next login.
    if (!app.isPackaged || start.data !== undefined) return;
    applyAutostart(general.autostart, {
      executable: process.env['APPIMAGE'] ?? process.execPath,
      setLoginItem: (openAtLogin) => app.setLoginItemSettings({ openAtLogin, args: ['--hidden'] }),
      platform: process.platform,
      env: process.env,
      log,
    });
  };

  const openWithoutTray = (): void => {
    // A window that is open already keeps the page to which the person has gone meanwhile.
    if (!start.hidden && start.open === undefined) windows.open('config');
  };
  const stopWaiting = clock.after(trayPatienceMs, () => {
    log.warn('This desktop shows no tray icons yet; C-Monitor goes on waiting for it.');
    openWithoutTray();
  });
  tray.ready.then(stopWaiting, () => {
    stopWaiting();
    openWithoutTray();
  });

  tray.show(trayView(agent.status(), texts));
  const stopListening = [
    agent.onStatus((status) => {
      tray.show(trayView(status, texts));
      windows.send('status', status);
    }),
    agent.onMessages(() => windows.send('messages', null)),
    agent.onProbeStep((step) => windows.send('probeStep', step)),
    agent.onSettings((view) => {
      applyGeneral(view.values.general);
      windows.send('settings', view);
    }),
  ];
  void agent.api.settingsView(undefined).then(({ values }) => applyGeneral(values.general));
  if (start.open !== undefined) openPage(start.open);

  app.on('second-instance', (_event, _argv, _folder, asked) => {
    const { open, hidden } = asked as Partial<StartArguments>;
    if (open !== undefined || !hidden) windows.open('config', open);
  });
  // The click on the program in the dock of macOS.
  app.on('activate', () => windows.open('config'));
  // The tray stays when the last window goes.
  app.on('window-all-closed', () => {});
  app.on('before-quit', () => windows.closeAll());
  joinQuit({
    clock,
    log,
    stop: async () => {
      for (const stop of stopListening) stop();
      await agent.stop();
      tray.stop();
    },
  });
};
