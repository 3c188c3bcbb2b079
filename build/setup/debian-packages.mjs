// What the programs need from the operating system, on Debian and its relatives.
import { run } from '../command.mjs';

// Since 2024 some Debian names end in t64; whichever of the two the machine knows is meant.
const electronLibraries = [
  'libgtk-3-0|libgtk-3-0t64',
  'libnss3',
  'libasound2|libasound2t64',
  'libgbm1',
  'libnotify4',
  'libxtst6',
  'libsecret-1-0',
  'libatk-bridge2.0-0|libatk-bridge2.0-0t64',
  'libdrm2',
];
const virtualDesktop = ['xvfb', 'xauth', 'dbus', 'dbus-x11', 'fonts-dejavu-core'];

/** @type {Record<import('../setup.mjs').Purpose, string[]>} */
const packagesFor = {
  start: electronLibraries,
  server: [],
  test: [...electronLibraries, ...virtualDesktop, 'chromium', 'openssl'],
  bench: [...electronLibraries, ...virtualDesktop],
};

/** @type {import('../setup.mjs').Step} */
export const debianPackages = {
  name: 'Debian packages',
  async run({ purpose, withElectron }) {
    const wanted = withElectron ? packagesFor[purpose] : [];
    if (wanted.length === 0) return { did: 'none needed' };
    if (process.platform !== 'linux') return { did: 'not Linux, none needed' };
    const known = await run('dpkg-query', ['--show', '--showformat', '${Package} ${db:Status-Status}\n'], {
      seconds: 20,
    });
    if (!known.ok) {
      return { did: `no dpkg here; make sure that your system has the like of: ${wanted.join(' ')}` };
    }
    const missing = missingPackages(wanted, known.output);
    if (missing.length === 0) return { did: `${wanted.length} in place` };
    return install(missing);
  },
};

/**
 * @param {string[]} wanted names, with | between two names of the same thing
 * @param {string} listing lines of "package status", as dpkg-query prints them
 * @returns {string[]} those of wanted that are not installed
 */
export function missingPackages(wanted, listing) {
  const installed = new Set();
  for (const line of listing.split('\n')) {
    const [name, status] = line.split(' ');
    if (status === 'installed') installed.add(name);
  }
  return wanted.filter((names) => !names.split('|').some((name) => installed.has(name)));
}

/**
 * @param {string[]} missing
 * @returns {Promise<import('../setup.mjs').Outcome>}
 */
async function install(missing) {
  const privileged = await privilegedPrefix();
  const command = (/** @type {string[]} */ names) =>
    `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names.join(' ')}`;
  if (!privileged) {
    const names = await knownNames(missing);
    return { failed: `missing: ${names.join(' ')}`, command: command(names) };
  }
  await apt(privileged, ['update'], 300);
  const names = await knownNames(missing);
  const installed = await apt(privileged, ['install', '-y', '--no-install-recommends', ...names], 900);
  if (!installed.ok) return { failed: `apt-get: ${installed.reason}`, command: command(names) };
  return { did: `installed ${names.join(' ')}` };
}

/**
 * @param {string[]} privileged
 * @param {string[]} args
 * @param {number} seconds
 */
function apt(privileged, args, seconds) {
  // Another installation may hold the lock for a while, as system updates do.
  const [program, ...rest] = [...privileged, 'apt-get', '-o', 'DPkg::Lock::Timeout=400', ...args];
  return run(/** @type {string} */ (program), rest, {
    seconds,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

/** @returns {Promise<string[] | undefined>} what to put before apt-get; undefined when we may not install */
async function privilegedPrefix() {
  if (process.getuid?.() === 0) return [];
  const sudo = await run('sudo', ['-n', 'true'], { seconds: 10 });
  return sudo.ok ? ['sudo', '-n', '--preserve-env=DEBIAN_FRONTEND'] : undefined;
}

/**
 * @param {string[]} missing names, with | between two names of the same thing
 * @returns {Promise<string[]>} of each, the one this machine's package lists have
 */
function knownNames(missing) {
  return Promise.all(
    missing.map(async (names) => {
      const [older = names, newer] = names.split('|');
      if (!newer) return older;
      const shown = await run('apt-cache', ['show', newer], { seconds: 20 });
      return shown.ok ? newer : older;
    }),
  );
}
