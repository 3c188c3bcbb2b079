// The tray program as a whole: real Electron, a desktop that shows its icon, and a person who clicks.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Page } from 'playwright-core';
import type { WindowBridge } from '#shared/ipc.ts';
import { startDesktop } from './tray-program.ts';
import type { Desktop } from './tray-program.ts';

declare global {
  interface Window {
    cMonitor: WindowBridge;
  }
}

const commandLine = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
};

/** The process of the one page that the program shows. */
const pageProcess = (): number => {
  const pid = readdirSync('/proc').find((name) => {
    const line = /^\d+$/.test(name) ? commandLine(name) : '';
    return line.includes('--type=renderer') && line.includes(desktop.dataFolder);
  });
  if (pid === undefined) throw new Error('no page is shown');
  return Number(pid);
};

const until = { timeout: 20_000, interval: 50 };
let desktop: Desktop;
beforeEach(async () => {
  desktop = await startDesktop();
});
afterEach(async () => {
  await desktop.stop();
});

const openConfiguration = async () => {
  const trays = await desktop.showTrays();
  const program = await desktop.start('--hidden');
  const item = await trays.item();
  await item.click('Configuration…');
  /** Ends the program, and takes the desktop's tray away for the next one. */
  const end = async () => {
    await program.app.close();
    trays.stop();
  };
  return { program, trays, item, page: await program.window(), end };
};

describe('tray', () => {
  it('shows one icon with its menu, and follows what is chosen there', async () => {
    const trays = await desktop.showTrays();
    const program = await desktop.start('--hidden');
    const item = await trays.item();
    await item.menuWhen((lines) => lines.includes('This computer is not registered'));
    expect((await item.menu()).map(({ label, enabled }) => (enabled ? label : `(${label})`))).toEqual([
      '(This computer is not registered)',
      '(No contact since start)',
      '(New request (not available yet))',
      'Messages…',
      'Configuration…',
      'Check connection now',
      'Run Descript now',
      'Pause C-Monitor',
      'About C-Monitor',
      'Exit',
    ]);
    expect(await item.tooltip()).toContain('C-Monitor: This computer is not registered');
    const icon = await item.icon();
    expect(icon.width).toBeGreaterThanOrEqual(22);
    await item.click('Pause C-Monitor');
    await item.menuWhen((lines) => lines.includes('Paused') && lines.includes('Resume C-Monitor'));
    expect(await item.icon()).not.toEqual(icon);
    await item.click('Resume C-Monitor');
    await item.menuWhen((lines) => lines.includes('Pause C-Monitor'));
    expect(program.app.windows()).toEqual([]);
    expect(trays.registered()).toBe(1);
  });

  it('waits for a desktop that is ready later than itself, and opens nothing when the system started it', async () => {
    const program = await desktop.start('--hidden');
    await vi.waitFor(() => expect(desktop.log()).toContain('shows no tray icons yet'), until);
    expect(program.app.windows()).toEqual([]);
    const trays = await desktop.showTrays();
    const item = await trays.item();
    expect((await item.menu()).length).toBeGreaterThan(5);
    expect(trays.registered()).toBe(1);
  });

  it('opens the configuration where no icon can be shown to the person who started it', async () => {
    const program = await desktop.start();
    const page = await program.window();
    expect(page.url()).toContain('app://c-monitor/config/');
  });

  it('goes when it is not wanted, and says when it can come back', async () => {
    const { page, trays } = await openConfiguration();
    const setTrayIcon = (showTrayIcon: boolean) =>
      page.evaluate(
        (wanted) =>
          window.cMonitor.call('settingsChange', {
            set: { general: { showTrayIcon: wanted } },
            unset: [],
            secrets: {},
          }),
        showTrayIcon,
      );
    await setTrayIcon(false);
    const told = trays.nextNotification();
    await setTrayIcon(true);
    expect((await told).body).toBe('The icon comes back when C-Monitor is started again.');
    expect(trays.registered()).toBe(1);
  });

  it('tells how the connection is', async () => {
    const trays = await desktop.showTrays();
    await desktop.start('--hidden');
    const item = await trays.item();
    const told = trays.nextNotification();
    await item.click('Check connection now');
    expect((await told).summary).toBe('Connection to the CM Server');
  });
});

describe('window', () => {
  /** The page is gone before it can answer. */
  const closeByItsPage = (page: Page) =>
    page.evaluate(() => void window.cMonitor.call('closeWindow', undefined)).catch(() => {});

  it('opens by the menu without a complaint, is gone when it is closed, and opens again', async () => {
    const { program, item, page } = await openConfiguration();
    const problems: string[] = [];
    page.on('console', (message) => void (message.type() === 'error' && problems.push(message.text())));
    await page.reload();
    expect(problems).toEqual([]);
    const closed = page.waitForEvent('close');
    await closeByItsPage(page);
    await closed;
    const count = () => program.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
    await vi.waitFor(async () => expect(await count()).toBe(0), until);
    const again = program.app.waitForEvent('window');
    await item.click('Messages…');
    await again;
    expect(await count()).toBe(1);
  });

  it('reaches the program by its fixed list of calls, and nothing else', async () => {
    const { page } = await openConfiguration();
    expect(await page.evaluate(() => Object.keys(window.cMonitor).sort())).toEqual(['call', 'on']);
    expect(
      await page.evaluate(() =>
        ['require', 'process', 'module', 'ipcRenderer'].filter((name) => name in globalThis),
      ),
    ).toEqual([]);
    const status = await page.evaluate(() => window.cMonitor.call('status', undefined));
    expect(status.registration).toBe('none');
    const refusal = await page.evaluate(() =>
      window.cMonitor.call('electron-store-get-data' as 'status', undefined).catch(String),
    );
    expect(refusal).toContain('no such call');
    const wrong = await page.evaluate(() =>
      window.cMonitor.call('pause', 'yes' as unknown as boolean).catch(String),
    );
    expect(wrong).toContain('boolean');
  });

  it('lets its page go nowhere and load nothing', async () => {
    const { program, page } = await openConfiguration();
    const outcomes = await page.evaluate(async () => {
      const opened = globalThis.open('https://example.com/');
      const violations: string[] = [];
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
        violations.push(effectiveDirective),
      );
      const loaded = await fetch('https://example.com/').then(
        () => 'loaded',
        () => 'refused',
      );
      const frame = document.createElement('iframe');
      frame.src = 'file:///etc/passwd';
      document.body.append(frame);
      const injected = (() => {
        try {
          document.body.insertAdjacentHTML('beforeend', '<b>x</b>');
          return 'injected';
        } catch {
          return 'refused';
        }
      })();
      const permission = await navigator.permissions.query({ name: 'geolocation' });
      globalThis.location.href = 'https://example.com/';
      return { opened, loaded, injected, permission: permission.state, violations };
    });
    expect(outcomes).toMatchObject({
      opened: null,
      loaded: 'refused',
      injected: 'refused',
      permission: 'denied',
    });
    expect(outcomes.violations).toContain('connect-src');
    expect(page.url()).toContain('app://c-monitor/config/');
    expect(program.app.windows()).toHaveLength(1);
  });

  it('cannot flood the program with calls', async () => {
    const { page } = await openConfiguration();
    const refused = await page.evaluate(async () => {
      const calls = Array.from({ length: 10_000 }, () => window.cMonitor.call('status', undefined));
      const outcomes = await Promise.allSettled(calls);
      return outcomes.filter(({ status }) => status === 'rejected').length;
    });
    expect(refused).toBeGreaterThan(9_000);
    expect(refused).toBeLessThan(10_000);
  });

  it('is shown anew when its process dies, and the agent does not notice', async () => {
    const trays = await desktop.showTrays();
    desktop.startAlone('--open', 'general', '--hidden');
    const item = await trays.item();
    await vi.waitFor(() => expect(desktop.log()).toContain('A window was opened.'), until);
    const killed = pageProcess();
    process.kill(killed, 'SIGKILL');
    await item.click('Pause C-Monitor');
    await item.menuWhen((lines) => lines.includes('Paused'));
    await vi.waitFor(() => expect(pageProcess()).not.toBe(killed), until);
    process.kill(pageProcess(), 'SIGKILL');
    expect((await trays.nextNotification()).body).toContain('C-Monitor itself goes on');
    await item.click('Resume C-Monitor');
    await item.menuWhen((lines) => lines.includes('Pause C-Monitor'));
  });

  it('asks before changes are lost', async () => {
    const { program, page } = await openConfiguration();
    await page.evaluate(() => window.cMonitor.call('setDirty', true));
    const closeAndAnswer = (answer: number) =>
      program.app.evaluate(({ BrowserWindow, dialog }, response) => {
        let asked = 0;
        dialog.showMessageBox = () => {
          asked += 1;
          return Promise.resolve({ response, checkboxChecked: false });
        };
        BrowserWindow.getAllWindows()[0]?.close();
        return asked;
      }, answer);
    expect(await closeAndAnswer(1)).toBe(1);
    expect(page.isClosed()).toBe(false);
    const closed = page.waitForEvent('close');
    expect(await closeAndAnswer(0)).toBe(1);
    await closed;
  });

  it('remembers where it was', async () => {
    const { program, page } = await openConfiguration();
    const bounds = { x: 40, y: 60, width: 800, height: 600 };
    await program.app.evaluate(({ BrowserWindow }, wanted) => {
      BrowserWindow.getAllWindows()[0]?.setBounds(wanted);
    }, bounds);
    await closeByItsPage(page);
    await vi.waitFor(() => {
      const kept = JSON.parse(readFileSync(path.join(desktop.dataFolder, 'windows.json'), 'utf8')) as object;
      expect(kept).toEqual({ config: { bounds, maximized: false } });
    }, until);
  });
});

describe('settings', () => {
  it('survive a restart, and a damaged file', async () => {
    const first = await openConfiguration();
    await first.page.evaluate(() =>
      window.cMonitor.call('settingsChange', {
        set: { general: { theme: 'dark' } },
        unset: [],
        secrets: { 'http.proxyPassword': 'open sesame' },
      }),
    );
    expect(await first.program.app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark');
    await first.end();

    const view = async () => {
      const { page, end } = await openConfiguration();
      const seen = await page.evaluate(() => window.cMonitor.call('settingsView', undefined));
      await end();
      return seen;
    };
    const kept = await view();
    expect(kept.values.general.theme).toBe('dark');
    expect(kept.secrets).toEqual({ 'http.proxyPassword': 'set' });
    expect(kept.secretStore).toContain('key file');

    writeFileSync(path.join(desktop.dataFolder, 'settings.json'), '{"form":1,"local":{"gene');
    expect((await view()).values.general.theme).toBe('dark');
    expect(
      readdirSync(desktop.dataFolder).filter((name) => name.startsWith('settings.damaged')),
    ).toHaveLength(1);
    for (const file of ['settings.json', 'secrets.json'])
      expect(readFileSync(path.join(desktop.dataFolder, file), 'utf8')).not.toContain('open sesame');
  });
});

describe('start and end', () => {
  it('runs once on a data folder; a second start shows the first one', async () => {
    const trays = await desktop.showTrays();
    const program = await desktop.start('--hidden');
    await trays.item();
    const opened = program.app.waitForEvent('window');
    const { code, said } = await desktop.runToEnd('--open', 'messages');
    expect(said).toContain('C-Monitor is already running on this data folder; its window was opened.');
    expect(code).toBe(0);
    await opened;
    expect(trays.registered()).toBe(1);
  });

  it.each(['Exit', 'SIGTERM', 'SIGINT'] as const)(
    'waits for the agent when it is ended by %s',
    async (way) => {
      const trays = await desktop.showTrays();
      const program = await desktop.start('--hidden');
      const item = await trays.item();
      if (way === 'Exit') await item.click(way);
      else program.app.process().kill(way);
      expect(await program.ended).toBe(0);
      expect(desktop.log()).toContain('C-Monitor has stopped.');
    },
  );

  it('does not let unsaved changes hold up the end of the session', async () => {
    const { program, page } = await openConfiguration();
    await page.evaluate(() => window.cMonitor.call('setDirty', true));
    program.app.process().kill('SIGTERM');
    expect(await program.ended).toBe(0);
    expect(desktop.log()).toContain('C-Monitor has stopped.');
  });

  it('a hidden second start leaves the person alone', async () => {
    const program = await desktop.start('--hidden');
    const { code, said } = await desktop.runToEnd('--hidden');
    expect(said).toContain('C-Monitor is already running on this data folder.');
    expect([code, program.app.windows()]).toEqual([0, []]);
  });

  it('writes down what nobody expected, and ends', async () => {
    const program = await desktop.start('--hidden');
    await program.app.evaluate(() => {
      setTimeout(() => {
        throw new Error('a surprise');
      });
    });
    expect(await program.ended).toBe(1);
    expect(desktop.log()).toContain('a surprise');
  });

  it('says in a sentence that it cannot write to its data folder', async () => {
    mkdirSync(path.dirname(desktop.dataFolder), { recursive: true });
    writeFileSync(desktop.dataFolder, 'a file where the folder should be');
    const { code, said } = await desktop.runToEnd('--hidden');
    expect(said).toContain(`C-Monitor cannot write to its data folder ${desktop.dataFolder}.`);
    expect(code).toBe(1);
  });
});
