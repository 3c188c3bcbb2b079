// Runs the measurements: `npm run bench [-- name…]`. The exit code is 0 when every bar was held.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { quietNode } from '../build/dist.ts';
import { onVirtualDesktop } from '../build/virtual-desktop.ts';

/** Every measurement, by its file's name; those of the tray program get a desktop of their own. */
const measurements: Record<string, { onDesktop: boolean }> = {
  enqueue: { onDesktop: false },
  'tick-intake': { onDesktop: false },
  start: { onDesktop: true },
  'idle-memory': { onDesktop: true },
  'idle-cpu': { onDesktop: true },
};

const names = Object.keys(measurements);
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no measurement named ${unknown.join(', ')}. There are: ${names.join(', ')}\n`,
  );
  process.exit(2);
}

let failed = 0;
for (const name of wanted.length > 0 ? wanted : names) {
  process.stdout.write(`== ${name}\n`);
  const args = [quietNode, path.join(import.meta.dirname, `${name}.ts`)];
  const command = measurements[name]?.onDesktop
    ? onVirtualDesktop(process.execPath, args)
    : { program: process.execPath, args };
  if (spawnSync(command.program, command.args, { stdio: 'inherit' }).status !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
