// A desktop for measurements: the tray program, or a bare Electron with one tray icon, under the same bus and tray host.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { projectRoot, requireElectron } from '../build/electron-dist.mjs';
import { startMessageBus } from '../tests/fakes/message-bus.ts';
import { startTrayHost } from '../tests/fakes/tray-host.ts';

/** The peer: nothing but a tray icon, with the same switch that the product sets. */
const bareSource = `
const { app, Tray, Menu, nativeImage } = require('electron');
app.disableHardwareAcceleration();
app.setPath('userData', process.argv.at(-1));
app.whenReady().then(() => {
  global.tray = new Tray(nativeImage.createFromDataURL('data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='));
  tray.setContextMenu(Menu.buildFromTemplate([{ label: 'Exit', click: () => app.quit() }]));
});
`;

const switches = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--password-store=basic',
  '--log-level=3',
];

export interface Running {
  pid: number;
  /** Milliseconds from the start of the program to its tray icon. */
  trayAfterMs: number;
  stop(): Promise<void>;
}

export interface BenchDesktop {
  folder: string;
  /** Starts the tray program on a data folder and waits for its icon. */
  startOurs(dataFolder: string): Promise<Running>;
  /** Starts the peer and waits for its icon. */
  startBare(): Promise<Running>;
  stop(): Promise<void>;
}

export const startBenchDesktop = async (): Promise<BenchDesktop> => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cm-bench-'));
  const bareFolder = path.join(folder, 'bare');
  mkdirSync(bareFolder);
  writeFileSync(path.join(bareFolder, 'main.cjs'), bareSource);
  const { executable } = requireElectron();
  const running = new Set<ChildProcess>();

  const start = async (args: string[]): Promise<Running> => {
    const bus = await startMessageBus();
    const host = await startTrayHost(bus.address);
    const env = {
      ...process.env,
      HOME: folder,
      XDG_CONFIG_HOME: folder,
      DBUS_SESSION_BUS_ADDRESS: bus.address,
    };
    const startedAt = performance.now();
    const child = spawn(executable, [...switches, ...args], { env, stdio: 'ignore' });
    running.add(child);
    await host.item();
    const trayAfterMs = performance.now() - startedAt;
    return {
      pid: child.pid ?? 0,
      trayAfterMs,
      stop: async () => {
        const ended = once(child, 'exit');
        child.kill('SIGTERM');
        await ended;
        running.delete(child);
        host.stop();
        await bus.stop();
      },
    };
  };

  return {
    folder,
    startOurs: (dataFolder) => start([projectRoot, '--data', dataFolder, '--hidden']),
    startBare: () => start([path.join(bareFolder, 'main.cjs'), mkdtempSync(path.join(folder, 'bare-data-'))]),
    stop: async () => {
      for (const child of running) child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
