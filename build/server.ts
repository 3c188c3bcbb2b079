// Forge alone: `npm run server [-- its own arguments]`, such as --config forge.json or --help.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build } from './build.ts';
import { projectRoot } from './electron-dist.mjs';

await build();
const main = join(projectRoot, 'dist', 'server', 'main.js');
const forge = spawn(
  process.execPath,
  ['--disable-warning=ExperimentalWarning', main, ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
// The terminal sends its signals to Forge as well; this process only waits for it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => forge.kill(signal));
forge.once('exit', (code) => process.exit(code ?? 1));
