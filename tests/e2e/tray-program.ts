import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron } from 'playwright-core';
import type { ElectronApplication, Page } from 'playwright-core';
import { projectRoot, requireElectron } from '../../build/electron-dist.mjs';
import { startMessageBus } from '../fakes/message-bus.ts';
import { startTrayHost } from '../fakes/tray-host.ts';
import type { TrayHost } from '../fakes/tray-host.ts';

/** A desktop with a message bus and a data folder of its own, on which the tray program runs. */
export interface Desktop {
  dataFolder: string;
  /** Lets the desktop show tray icons and notifications from now on. */
  showTrays(): Promise<TrayHost>;
  /**
   * Starts the program under the eyes of Playwright. Windows must be asked for afterwards: one that is already loading while
   * Playwright attaches itself makes it wait for ever.
   */
  start(...args: string[]): Promise<Program>;
  /** Starts the program with nobody watching inside it. */
  startAlone(...args: string[]): ChildProcess;
  /** Starts the program and waits for its end. */
  runToEnd(...args: string[]): Promise<{ code: number | null; said: string }>;
  /** What the program has written into its log so far. */
  log(): string;
  stop(): Promise<void>;
}

/** The program as it runs. */
export interface Program {
  app: ElectronApplication;
  /** The window that is open, or the next one, once it is loaded. */
  window(): Promise<Page>;
  /** Resolves with the exit code when the program has ended. */
  ended: Promise<number | null>;
}

// Chromium's sandbox refuses to run as root.
const switches = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--password-store=basic'];

export const startDesktop = async (): Promise<Desktop> => {
  const bus = await startMessageBus();
  const home = mkdtempSync(path.join(tmpdir(), 'tray-'));
  const dataFolder = path.join(home, 'data');
  const { executable } = requireElectron();
  const env = {
    ...process.env,
    HOME: home,
    XDG_CONFIG_HOME: path.join(home, '.config'),
    DBUS_SESSION_BUS_ADDRESS: bus.address,
  };
  const argumentsFor = (args: string[]): string[] => [
    ...switches,
    projectRoot,
    '--data',
    dataFolder,
    ...args,
  ];
  const leave: (() => void | Promise<void>)[] = [];

  const start = async (...args: string[]): Promise<Program> => {
    const app = await _electron.launch({ executablePath: executable, args: argumentsFor(args), env });
    const child = app.process();
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    leave.push(async () => {
      if (child.exitCode === null) child.kill('SIGKILL');
      await ended;
    });
    return {
      app,
      ended,
      window: async () => {
        const page = app.windows()[0] ?? (await app.firstWindow());
        await page.waitForLoadState();
        return page;
      },
    };
  };

  return {
    dataFolder,
    start,
    log: () => readFileSync(path.join(dataFolder, 'logs', 'c-monitor.log'), 'utf8'),
    showTrays: async () => {
      const host = await startTrayHost(bus.address);
      leave.push(() => host.stop());
      return host;
    },
    startAlone: (...args) => {
      const child = spawn(executable, argumentsFor(args), { env, stdio: 'ignore' });
      const ended = once(child, 'exit');
      leave.push(async () => {
        child.kill('SIGKILL');
        await ended;
      });
      return child;
    },
    runToEnd: async (...args) => {
      const child = spawn(executable, argumentsFor(args), { env, stdio: ['ignore', 'pipe', 'pipe'] });
      let said = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)));
      const [code] = (await once(child, 'close')) as [number | null];
      return { code, said };
    },
    stop: async () => {
      for (const step of leave.reverse()) await step();
      await bus.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
};
