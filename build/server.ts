// Forge alone: `npm run server [-- its own arguments]`, such as --config forge.json or --help.
import { spawn } from 'node:child_process';
import { build } from './build.ts';
import { dist, quietNode } from './dist.ts';

await build();
const forge = spawn(process.execPath, [quietNode, dist('server', 'main.js'), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
// The terminal sends its signals to Forge as well; this process only waits for it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => forge.kill(signal));
forge.once('exit', (code) => process.exit(code ?? 1));
