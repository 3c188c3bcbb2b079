import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';

/** Files that are no measurement of their own. */
const helpers = new Set(['run', 'report', 'process-tree', 'desktop', 'bare-http']);

const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => path.basename(file, '.ts'))
  .filter((name) => !helpers.has(name));

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no measurement named ${unknown.join(', ')}. There are: ${names.join(', ')}\n`,
  );
  process.exit(2);
}

/** Measurements of the tray program get a desktop of their own. */
const onDesktop = new Set(['idle-memory', 'idle-cpu', 'start']);
const screen = ['dbus-run-session', '--', 'xvfb-run', '--auto-servernum'];

let failed = 0;
for (const name of wanted.length > 0 ? wanted : names) {
  const file = path.join(import.meta.dirname, `${name}.ts`);
  process.stdout.write(`== ${name}\n`);
  const wrapper = onDesktop.has(name) && process.platform === 'linux' ? screen : [];
  const [program, ...args] = [
    ...wrapper,
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    file,
  ] as const;
  if (spawnSync(program, args, { stdio: 'inherit' }).status !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
