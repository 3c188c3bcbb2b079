import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Log } from '#agent/host.ts';

export interface AutostartOptions {
  /** The program to start at login. */
  executable: string;
  /** Windows and macOS keep the list of such programs themselves. */
  setLoginItem: (openAtLogin: boolean) => void;
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  log: Log;
}

// What the desktop entry specification asks to be escaped inside quotes, and the percent sign of its field codes.
const quoted = (text: string): string =>
  `"${text
    .replaceAll(/["`$\\]/g, String.raw`\$&`)
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')}"`;

/** The file that makes a Linux desktop start a program at login. */
export const desktopEntry = (executable: string): string =>
  [
    '[Desktop Entry]',
    'Type=Application',
    'Name=C-Monitor',
    `Exec=${quoted(executable)} --hidden`,
    'Icon=c-monitor',
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');

const applyOnLinux = (wanted: boolean, { executable, env }: AutostartOptions): void => {
  const folder = path.join(env['XDG_CONFIG_HOME'] ?? path.join(os.homedir(), '.config'), 'autostart');
  const file = path.join(folder, 'c-monitor.desktop');
  if (!wanted) {
    rmSync(file, { force: true });
    return;
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, desktopEntry(executable));
};

/** Makes the system start this program at login, hidden, or no more. A system that refuses is only noted in the log. */
export const applyAutostart = (wanted: boolean, options: AutostartOptions): void => {
  try {
    if (options.platform === 'linux') applyOnLinux(wanted, options);
    else options.setLoginItem(wanted);
  } catch (error) {
    options.log.warn('Start at login could not be changed.', { wanted, error });
  }
};
