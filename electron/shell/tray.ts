import path from 'node:path';
import { Menu, Tray, nativeImage } from 'electron';
import type { MenuItemConstructorOptions, NativeImage } from 'electron';
import type { Log } from '#agent/host.ts';
import { places } from './places.ts';
import { waitForTrayHost } from './tray-host.ts';
import type { TrayAction, TrayIcon, TrayLine, TrayView } from './tray-view.ts';

export interface ShellTrayOptions {
  log: Log;
  act: (action: TrayAction) => void;
  /** The icon was taken away, and this desktop shows it again only after a restart. */
  onLost: () => void;
}

/** The one icon of this program. Every change is applied by `show`, which does nothing when nothing changed. */
export interface ShellTray {
  show(view: TrayView): void;
  setVisible(visible: boolean): void;
  /** Resolves when this desktop is able to show the icon; rejects when it never will be. */
  ready: Promise<void>;
  stop(): void;
}

const sizeOnDisk = process.platform === 'linux' ? 24 : 16;

const load = (icon: TrayIcon): NativeImage => {
  const image = nativeImage.createEmpty();
  for (const scaleFactor of [1, 2]) {
    const file = path.join(places.icons, 'tray', `${icon}-${sizeOnDisk * scaleFactor}.png`);
    image.addRepresentation({ scaleFactor, dataURL: nativeImage.createFromPath(file).toDataURL() });
  }
  return image;
};

const menuItem = (line: TrayLine, act: (action: TrayAction) => void): MenuItemConstructorOptions => {
  if (line === 'separator') return { type: 'separator' };
  const { label, action } = line;
  return action === undefined ? { label, enabled: false } : { label, click: () => act(action) };
};

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Makes the tray icon as soon as the desktop can show one, and keeps it in step with what it is shown. */
export const createTray = ({ log, act, onLost }: ShellTrayOptions): ShellTray => {
  const images = new Map<TrayIcon, NativeImage>();
  const leaving = new AbortController();
  let tray: Tray | undefined;
  let applied: Partial<TrayView> = {};
  let wanted: TrayView | undefined;
  let visible = true;
  let canShow = process.platform !== 'linux';
  // Once taken away, Linux desktops never show an icon of the same process again.
  let isLost = false;

  const imageOf = (icon: TrayIcon): NativeImage => {
    const image = images.get(icon) ?? load(icon);
    images.set(icon, image);
    return image;
  };

  const make = (icon: TrayIcon): Tray => {
    const made = new Tray(imageOf(icon));
    made.on('click', () => {
      if (process.platform !== 'darwin') act('configuration');
    });
    applied = { icon };
    return made;
  };

  const remove = (): void => {
    if (!tray) return;
    tray.destroy();
    tray = undefined;
    isLost = process.platform === 'linux';
  };

  const render = (): void => {
    if (!visible || !canShow || isLost || !wanted) return;
    tray ??= make(wanted.icon);
    if (applied.icon !== wanted.icon) tray.setImage(imageOf(wanted.icon));
    if (applied.tooltip !== wanted.tooltip) tray.setToolTip(wanted.tooltip);
    // A Linux desktop keeps showing the old lines of a menu whose items were changed, so it gets a new one.
    if (!same(applied.menu, wanted.menu))
      tray.setContextMenu(Menu.buildFromTemplate(wanted.menu.map((line) => menuItem(line, act))));
    applied = wanted;
  };

  const ready = canShow ? Promise.resolve() : waitForTrayHost(leaving.signal);
  ready.then(
    () => {
      canShow = true;
      render();
    },
    (error: unknown) => {
      log.warn('This desktop session shows no tray icons.', { error });
    },
  );

  return {
    ready,
    show: (view) => {
      wanted = view;
      render();
    },
    setVisible: (wish) => {
      if (wish === visible) return;
      visible = wish;
      if (!visible) remove();
      else if (isLost) onLost();
      else render();
    },
    stop: () => {
      leaving.abort();
      remove();
      visible = false;
    },
  };
};
