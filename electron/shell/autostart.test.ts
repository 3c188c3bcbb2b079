import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { applyAutostart, desktopEntry } from './autostart.ts';
import type { AutostartOptions } from './autostart.ts';

let home: string;
let loginItems: boolean[];
let warnings: string[];
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'autostart-'));
  loginItems = [];
  warnings = [];
});
afterEach(() => {
  rmSync(home, { recursive: true });
});

const options = (platform: NodeJS.Platform, folder = home): AutostartOptions => ({
  executable: '/opt/C-Monitor/c-monitor',
  setLoginItem: (openAtLogin) => void loginItems.push(openAtLogin),
  platform,
  env: { XDG_CONFIG_HOME: folder },
  log: { debug: () => {}, info: () => {}, warn: (message) => void warnings.push(message), error: () => {} },
});

it('leaves an entry for a Linux desktop, and takes it away', () => {
  const file = path.join(home, 'autostart', 'c-monitor.desktop');
  applyAutostart(false, options('linux'));
  applyAutostart(true, options('linux'));
  expect(readFileSync(file, 'utf8')).toContain('\nExec="/opt/C-Monitor/c-monitor" --hidden\n');
  applyAutostart(false, options('linux'));
  expect(existsSync(file)).toBe(false);
  expect(loginItems).toEqual([]);
});

it('asks Windows and macOS', () => {
  applyAutostart(true, options('win32'));
  applyAutostart(false, options('darwin'));
  expect(loginItems).toEqual([true, false]);
});

it('escapes what a desktop entry would read as something else', () => {
  expect(desktopEntry('/opt/a "b" $c 100%/x')).toContain(
    String.raw`Exec="/opt/a \\"b\\" \\$c 100%%/x" --hidden`,
  );
});

it('goes on where the system refuses', () => {
  writeFileSync(path.join(home, 'file'), '');
  applyAutostart(true, options('linux', path.join(home, 'file')));
  expect(warnings).toHaveLength(1);
});
