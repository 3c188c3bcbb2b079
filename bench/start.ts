// From exec to a tray icon on the desktop, beside a bare Electron; and from exec to an outbox that is ready, after kill -9.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { build } from '../build/build.ts';
import { dist, quietNode } from '../build/dist.ts';
import { Product } from '../tests/fakes/product.ts';
import { startBenchDesktop } from './desktop.ts';
import { median, report } from './report.ts';

const rounds = 9;
/** A start after a crash takes at most so long until the outbox is ready, milliseconds. */
const crashBarMs = 500;

await build();
const product = new Product();
await product.prepare();
await product.startForge();
const desktop = await startBenchDesktop();
const ours: number[] = [];
const peer: number[] = [];
for (let round = 0; round < rounds; round += 1) {
  for (const side of round % 2 === 0 ? ['ours', 'peer'] : ['peer', 'ours']) {
    const running =
      side === 'ours' ? await desktop.startOurs(product.agentFolder) : await desktop.startBare();
    (side === 'ours' ? ours : peer).push(running.trayAfterMs);
    await running.stop();
  }
}
await desktop.stop();

const afterCrash: number[] = [];
for (let round = 0; round < rounds; round += 1) {
  const startedAt = performance.now();
  const agent = spawn(
    process.execPath,
    [quietNode, dist('headless', 'headless.js'), '--data', product.agentFolder],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  await once(agent.stdout, 'data');
  afterCrash.push(performance.now() - startedAt);
  agent.kill('SIGKILL');
  await once(agent, 'exit');
}
await product.dispose();

const crash = median(afterCrash);
process.stdout.write(
  `start after kill -9 to outbox ready: ${Math.round(crash)} ms (bar ≤ ${crashBarMs} ms) ${crash <= crashBarMs ? 'held' : 'MISSED'}\n`,
);
const held = report({
  what: 'exec to tray icon',
  unit: 'ms',
  ours: ours.slice(1),
  peer: peer.slice(1),
  peerName: 'bare Electron',
  better: 'smaller',
  bar: 2,
});
process.exit(held && crash <= crashBarMs ? 0 : 1);
