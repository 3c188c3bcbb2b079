// What is bundled into what. How a kind of bundle is made stands in vite.config.ts.
import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { projectRoot } from './electron-dist.mjs';

/** One bundle: some entry files and the folder under dist/ that they become. */
export interface Bundle {
  /** The Vite environment that makes it: letters, digits and _ only. */
  name: string;
  /**
   * electron and node are programs; preload is a script that Electron loads into a page before the page's own;
   * window pages are loaded from a folder, web pages from the root of a server.
   */
  kind: 'electron' | 'node' | 'preload' | 'window' | 'web';
  folder: string;
  /** Paths from the project's root. */
  entries: string[];
}

// A process of its own, started by the file name that stands beside the program.
const inventoryWorker = 'electron/agent/tasks/inventory-worker.ts';

/** Every bundle of the project. */
export const bundles: Bundle[] = [
  program('main', 'electron', ['electron/main.ts', inventoryWorker]),
  program('headless', 'node', ['electron/headless.ts', 'electron/cli.ts', inventoryWorker]),
  program('server', 'node', ['forge-server/main.ts']),
  ...find('electron/preload/*.ts').map(preload),
  { name: 'client', kind: 'window', folder: 'renderer', entries: windows() },
  { name: 'portal', kind: 'web', folder: 'portal', entries: ['renderer/portal/index.html'] },
];

function program(name: string, kind: 'electron' | 'node', entries: string[]): Bundle {
  return { name, kind, folder: name, entries };
}

function preload(entry: string): Bundle {
  const name = `preload_${basename(entry, '.ts').replaceAll('-', '_')}`;
  return { name, kind: 'preload', folder: 'preload', entries: [entry] };
}

function windows(): string[] {
  return find('renderer/*/index.html').filter((page) => page !== 'renderer/portal/index.html');
}

function find(pattern: string): string[] {
  return globSync(pattern, { cwd: projectRoot, exclude: ['**/*.test.ts'] }).toSorted();
}
