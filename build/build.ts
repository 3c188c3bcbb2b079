// Makes every bundle whose sources changed since it was last made: `node build/build.ts`.
import { existsSync, globSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Plugin } from 'vite';
import { messageOf } from '#shared/error-message.ts';
import { withLock } from './build-lock.ts';
import { bundles } from './bundles.ts';
import type { Bundle } from './bundles.ts';
import { projectRoot } from './electron-dist.mjs';

/** What a bundle was made of: each of the project's files in it, with its time and size, and what came out. */
interface BundleRecord {
  sources: Record<string, string>;
  outputs: string[];
}
type BuildRecord = Record<string, BundleRecord>;

const recordFile = join(projectRoot, '.cache', 'build.json');
const lockFile = join(projectRoot, '.cache', 'build.lock');
// Libraries are watched through the lock file, as a whole.
const sourcesOfAll = ['package-lock.json', 'package.json', 'vite.config.ts', 'build/bundles.ts'];

/** Makes the bundles that are out of date. Gives their names; throws when one cannot be made. */
export async function build(): Promise<string[]> {
  if (staleBundles(readRecord()).length === 0) return [];
  return withLock(lockFile, makeStaleBundles);
}

async function makeStaleBundles(): Promise<string[]> {
  const record = readRecord();
  const stale = staleBundles(record);
  if (stale.length === 0) return [];
  // Vite takes longer to load than the question above takes to answer.
  const { createBuilder } = await import('vite');
  const failures: string[] = [];
  for (const mode of ['program', 'web']) {
    const wanted = stale.filter((bundle) => (bundle.kind === 'web') === (mode === 'web'));
    if (wanted.length === 0) continue;
    const builder = await createBuilder({
      configFile: join(projectRoot, 'vite.config.ts'),
      mode,
      logLevel: 'warn',
      plugins: [recorder(record)],
    });
    const ends = await Promise.allSettled(
      wanted.map(async (bundle) => {
        const environment = builder.environments[bundle.name];
        if (environment) await builder.build(environment);
      }),
    );
    failures.push(...ends.flatMap((end) => (end.status === 'rejected' ? [String(end.reason)] : [])));
  }
  writeFileSync(recordFile, JSON.stringify(record));
  removeLeftovers(stale, record);
  if (failures.length > 0) throw new Error(failures.join('\n'));
  return stale.map((bundle) => bundle.name);
}

function readRecord(): BuildRecord {
  return existsSync(recordFile) ? (JSON.parse(readFileSync(recordFile, 'utf8')) as BuildRecord) : {};
}

function staleBundles(record: BuildRecord): Bundle[] {
  return bundles.filter((bundle) => !isFresh(bundle, record[bundle.name]));
}

function isFresh(bundle: Bundle, record: BundleRecord | undefined): boolean {
  if (!record) return false;
  const entriesKnown = bundle.entries.every((entry) => entry in record.sources);
  const unchanged = Object.entries(record.sources).every(([file, seen]) => fingerprint(file) === seen);
  return entriesKnown && unchanged && record.outputs.every((file) => existsSync(join(projectRoot, file)));
}

/** What tells one state of a file from another; none if it changed later than the given moment. */
function fingerprint(file: string, latest = Infinity): string {
  const stats = statSync(join(projectRoot, file), { throwIfNoEntry: false });
  if (!stats) return 'gone';
  return stats.mtimeMs > latest ? 'changed meanwhile' : `${stats.mtimeMs} ${stats.size}`;
}

/** Removes the files of earlier builds from the folders of the given bundles. */
function removeLeftovers(made: Bundle[], record: BuildRecord): void {
  const known = new Set(Object.values(record).flatMap((entry) => entry.outputs));
  const patterns = made.map((bundle) => `dist/${bundle.folder}/**/*.*`);
  for (const file of globSync(patterns, { cwd: projectRoot })) {
    if (!known.has(file)) rmSync(join(projectRoot, file));
  }
}

/** Notes into the record what each bundle is made of, while Vite makes it. */
function recorder(record: BuildRecord): Plugin {
  const began = Date.now();
  return {
    name: 'record-sources',
    writeBundle(options, output) {
      const files = [...this.getModuleIds()].map((id) => relative(projectRoot, id.replace(/\?.*$/, '')));
      const own = files.filter(
        (file) => !file.includes('node_modules') && existsSync(join(projectRoot, file)),
      );
      const folder = relative(projectRoot, options.dir ?? '');
      const sources = [...sourcesOfAll, ...own].map((file) => [file, fingerprint(file, began)] as const);
      record[this.environment.name] = {
        sources: Object.fromEntries(sources),
        outputs: Object.keys(output).map((file) => join(folder, file)),
      };
    },
  };
}

if (import.meta.main) {
  const began = performance.now();
  try {
    const made = await build();
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(`build  ${made.length > 0 ? made.join(', ') : 'nothing changed'} (${seconds} s)`);
  } catch (error) {
    console.error(`build  failed: ${messageOf(error)}`);
    process.exitCode = 1;
  }
}
