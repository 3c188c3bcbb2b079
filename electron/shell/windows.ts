import path from 'node:path';
import { BrowserWindow, dialog, screen } from 'electron';
import type { WebContents, WebPreferences } from 'electron';
import { eventChannel } from '#shared/ipc-channels.ts';
import type { WindowEvents } from '#shared/ipc.ts';
import type { Log } from '#agent/host.ts';
import { pageOrigin } from './page-files.ts';
import { places } from './places.ts';
import type { ShellTexts } from './texts.ts';
import { isOnScreen, openWindowPlaces } from './window-place.ts';

/** Every kind of window: its page, and its size when it is opened for the first time. */
const kinds = {
  config: {
    page: 'config/index.html',
    preload: 'config.cjs',
    width: 1040,
    height: 700,
    minWidth: 720,
    minHeight: 520,
  },
} as const;
export type WindowKind = keyof typeof kinds;

/** A window that is open. */
export interface OpenWindow {
  kind: WindowKind;
  window: BrowserWindow;
  /** It has changes that would be lost. */
  isDirty: boolean;
  /** Resolves when its page is able to listen. */
  loaded: Promise<void>;
  /** Closes it without a question. */
  close(): void;
}

export interface WindowsOptions {
  dataFolder: string;
  texts: ShellTexts;
  log: Log;
  /** Milliseconds that never jump. */
  monotonic: () => number;
  onFailed: (sentence: string) => void;
}

/** The windows of this program. They are made when they are asked for and gone when they are closed. */
export interface Windows {
  /** Opens the window of that kind or brings it to the front, and shows the page in it. */
  open(kind: WindowKind, page?: string): void;
  /** Tells all windows. */
  send<E extends keyof WindowEvents>(event: E, value: WindowEvents[E]): void;
  /** The window that shows these contents, where it is one of ours. */
  of(contents: WebContents): OpenWindow | undefined;
  /** Asks about unsaved changes; resolves to false when the person wants to go on. Closes all windows otherwise. */
  askToClose(): Promise<boolean>;
  /** Closes all windows without a question. */
  closeAll(): void;
}

// A page that fails again so soon fails because of what it shows.
const failsAgainMs = 30_000;

const secured = (preload: string): WebPreferences => ({
  preload: path.join(places.preload, preload),
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webviewTag: false,
  spellcheck: false,
  disableDialogs: true,
});

export const createWindows = ({ dataFolder, texts, log, monotonic, onFailed }: WindowsOptions): Windows => {
  const open = new Map<WindowKind, OpenWindow>();
  const asking = new Set<OpenWindow>();
  const remembered = openWindowPlaces(path.join(dataFolder, 'windows.json'));

  const send = (window: BrowserWindow, event: keyof WindowEvents, value: unknown): void => {
    if (!window.isDestroyed()) window.webContents.send(eventChannel(event), value);
  };

  const askAboutChanges = async (window: BrowserWindow): Promise<boolean> => {
    window.focus();
    const { unsaved, product } = texts;
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      title: product,
      message: unsaved.question,
      detail: unsaved.detail,
      buttons: [unsaved.discard, unsaved.goOn],
      defaultId: 1,
      cancelId: 1,
    });
    return response === 0;
  };

  /** Asks once, however often closing is tried meanwhile. Gives true when the window is closed. */
  const closeIfAgreed = async (opened: OpenWindow): Promise<boolean> => {
    if (asking.has(opened)) return false;
    asking.add(opened);
    const agreed = !opened.isDirty || (await askAboutChanges(opened.window));
    asking.delete(opened);
    if (agreed) opened.close();
    return agreed;
  };

  const keepPlace = ({ kind, window }: OpenWindow): void => {
    remembered.keep(kind, { bounds: window.getNormalBounds(), maximized: window.isMaximized() });
  };

  const giveUp = (window: BrowserWindow): void => {
    window.destroy();
    onFailed(texts.windowFailed);
  };

  /** A page whose process died is shown anew; one that dies again at once is closed. */
  const mendAfterFailure = ({ kind, window }: OpenWindow): void => {
    let lastFailure: number | undefined;
    window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      if (reason === 'clean-exit' || window.isDestroyed()) return;
      const now = monotonic();
      const again = lastFailure !== undefined && now - lastFailure < failsAgainMs;
      lastFailure = now;
      log.warn('A window failed.', { kind, reason, exitCode, again });
      // Electron itself fails when the page is touched while its end is being told.
      setImmediate(() => {
        if (again) giveUp(window);
        else if (!window.isDestroyed()) window.webContents.reload();
      });
    });
  };

  const make = (kind: WindowKind): OpenWindow => {
    const { page, preload, ...size } = kinds[kind];
    const place = remembered.of(kind);
    const screens = screen.getAllDisplays().map(({ workArea }) => workArea);
    const window = new BrowserWindow({
      ...size,
      ...(place && isOnScreen(place.bounds, screens) ? place.bounds : {}),
      show: false,
      title: texts.product,
      icon: path.join(places.icons, 'app', '48x48.png'),
      webPreferences: secured(preload),
    });
    const loaded = window.loadURL(`${pageOrigin}/${page}`).then(
      () => log.info('A window was opened.', { kind }),
      (error: unknown) => {
        if (!window.isDestroyed()) log.error('A window could not be opened.', { kind, error });
      },
    );
    const opened: OpenWindow = { kind, window, isDirty: false, loaded, close: () => destroy(opened) };
    open.set(kind, opened);
    window.once('ready-to-show', () => {
      if (place?.maximized) window.maximize();
      window.show();
    });
    window.on('close', (event) => {
      event.preventDefault();
      void closeIfAgreed(opened);
    });
    window.on('closed', () => open.delete(kind));
    window.webContents.on('did-start-loading', () => {
      opened.isDirty = false;
    });
    window.webContents.on('console-message', ({ level, message }) => {
      if (level === 'error') log.warn('A page complained.', { kind, complaint: message });
    });
    mendAfterFailure(opened);
    return opened;
  };

  const destroy = (opened: OpenWindow): void => {
    if (opened.window.isDestroyed()) return;
    keepPlace(opened);
    opened.window.destroy();
  };

  const bringToFront = ({ window }: OpenWindow): void => {
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  };

  const closeAll = (): void => {
    for (const opened of open.values()) opened.close();
  };

  return {
    open: (kind, page) => {
      const known = open.get(kind);
      if (known) bringToFront(known);
      const { window, loaded } = known ?? make(kind);
      if (page !== undefined) void loaded.then(() => send(window, 'openPage', page));
    },
    send: (event, value) => {
      for (const { window } of open.values()) send(window, event, value);
    },
    of: (contents) =>
      [...open.values()].find(({ window }) => !window.isDestroyed() && window.webContents === contents),
    askToClose: async () => {
      for (const opened of open.values()) if (!(await closeIfAgreed(opened))) return false;
      return true;
    },
    closeAll,
  };
};
