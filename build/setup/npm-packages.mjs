// The npm packages: installed once, and again only when the lock file asks for something else than is there.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../electron-dist.mjs';
import { machineEnvironment, run } from '../command.mjs';

// Retried as often as npm does by itself, but without its pauses of minutes.
const patience = ['--fetch-retry-mintimeout=1000', '--fetch-retry-factor=2'];

/** @type {import('../setup.mjs').Step} */
export const npmPackages = {
  name: 'npm packages',
  async run() {
    const wanted = readPackages(join(projectRoot, 'package-lock.json'));
    const present = readPackages(join(projectRoot, 'node_modules', '.package-lock.json'));
    const difference = firstDifference(wanted, present);
    if (difference) {
      // Not `npm ci`: it refuses a lock file without the programs of every other platform, which not every registry has.
      const args = ['install', '--no-save', '--no-audit', '--no-fund', ...patience];
      const installed = await run('npm', args, { seconds: 900, env: machineEnvironment() });
      if (!installed.ok) return { failed: `npm: ${installed.reason}`, command: 'npm install --no-save' };
    }
    if (!existsSync(join(projectRoot, 'node_modules', '.bin', 'node'))) {
      return {
        failed: 'the Node 24 of this project is not unpacked, because npm may not run install scripts here',
        command: 'npm rebuild node --ignore-scripts=false',
      };
    }
    return { did: difference ? `installed (${difference})` : `${Object.keys(wanted).length - 1} in place` };
  },
};

/**
 * @typedef {Record<string, { version?: string, integrity?: string, optional?: boolean }>} Packages
 */

/**
 * What npm records of an installation, read from a lock file; empty when there is none.
 * @param {string} file
 * @returns {Packages}
 */
function readPackages(file) {
  if (!existsSync(file)) return {};
  const lock = /** @type {{ packages: Packages }} */ (JSON.parse(readFileSync(file, 'utf8')));
  return lock.packages;
}

/**
 * @param {Packages} wanted
 * @param {Packages} present
 * @returns {string | undefined} the first package that is missing or of another version, in words
 */
export function firstDifference(wanted, present) {
  if (Object.keys(present).length === 0) return 'none were there';
  for (const [path, { version, integrity, optional }] of Object.entries(wanted)) {
    if (path === '') continue;
    const found = present[path];
    const name = path.replace(/^.*node_modules\//, '');
    if (!found) {
      // Packages of other platforms are in the lock file, but never installed here.
      if (optional) continue;
      return `${name} was missing`;
    }
    if (found.version !== version || found.integrity !== integrity) return `${name} was another version`;
  }
  return undefined;
}
