// Makes every bundle whose sources changed since it was last made: `node build/build.ts`.
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Plugin } from 'vite';
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
// Libraries are watched through the lock file, as a whole.
const sourcesOfAll = ['package-lock.json', 'package.json', 'vite.config.ts', 'build/bundles.ts'];

/** Makes the bundles that are out of date. Gives their names; throws when one cannot be made. */
export async function build(): Promise<string[]> {
  const record = readRecord();
  const stale = bundles.filter((bundle) => !isFresh(bundle, record[bundle.name]));
  if (stale.length === 0) return [];
  // Vite takes longer to load than the question above takes to answer.
  const { createBuilder } = await import('vite');
  const builderFor = (mode: string) =>
    createBuilder({
      configFile: join(projectRoot, 'vite.config.ts'),
      mode,
      logLevel: 'warn',
      plugins: [recorder(record)],
    });
  const failures: string[] = [];
  for (const mode of ['program', 'web']) {
    const wanted = stale.filter((bundle) => (bundle.kind === 'web') === (mode === 'web'));
    if (wanted.length === 0) continue;
    const builder = await builderFor(mode);
    const ends = await Promise.allSettled(
      wanted.map(async (bundle) => {
        const environment = builder.environments[bundle.name];
        if (environment) await builder.build(environment);
      }),
    );
    failures.push(...ends.flatMap((end) => (end.status === 'rejected' ? [String(end.reason)] : [])));
  }
  mkdirSync(join(projectRoot, '.cache'), { recursive: true });
  writeFileSync(recordFile, JSON.stringify(record));
  if (failures.length > 0) throw new Error(failures.join('\n'));
  return stale.map((bundle) => bundle.name);
}

function readRecord(): BuildRecord {
  return existsSync(recordFile) ? (JSON.parse(readFileSync(recordFile, 'utf8')) as BuildRecord) : {};
}

function isFresh(bundle: Bundle, record: BundleRecord | undefined): boolean {
  if (!record) return false;
  const entriesKnown = bundle.entries.every((entry) => entry in record.sources);
  const unchanged = Object.entries(record.sources).every(([file, seen]) => fingerprint(file) === seen);
  return entriesKnown && unchanged && record.outputs.every((file) => existsSync(join(projectRoot, file)));
}

function fingerprint(file: string): string {
  const stats = statSync(join(projectRoot, file), { throwIfNoEntry: false });
  return stats ? `${stats.mtimeMs} ${stats.size}` : 'gone';
}

/** Notes into the record what each bundle is made of, and removes what only the build before had. */
function recorder(record: BuildRecord): Plugin {
  return {
    name: 'record-sources',
    writeBundle(options, output) {
      const files = [...this.getModuleIds()].map((id) => relative(projectRoot, id.replace(/\?.*$/, '')));
      const own = files.filter(
        (file) => !file.includes('node_modules') && existsSync(join(projectRoot, file)),
      );
      const folder = relative(projectRoot, options.dir ?? '');
      const outputs = Object.keys(output).map((file) => join(folder, file));
      for (const file of record[this.environment.name]?.outputs ?? []) {
        if (!outputs.includes(file)) rmSync(join(projectRoot, file), { force: true });
      }
      record[this.environment.name] = {
        sources: Object.fromEntries([...sourcesOfAll, ...own].map((file) => [file, fingerprint(file)])),
        outputs,
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
    console.error(`build  failed: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
