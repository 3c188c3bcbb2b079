// Memory of the idle tray program after its first real job, all processes, no window, beside a bare Electron with one tray icon.
import { setTimeout as pause } from 'node:timers/promises';
import { build } from '../build/build.ts';
import { Product } from '../tests/fakes/product.ts';
import { startBenchDesktop } from './desktop.ts';
import type { Running } from './desktop.ts';
import { pssMiB } from './process-tree.ts';
import { report } from './report.ts';

const rounds = 3;
/** About half a minute after the last work V8 gives back what that work needed, on both sides; milliseconds. */
const settle = 60_000;

const idle = async (running: Running): Promise<number> => {
  await pause(settle);
  const pss = pssMiB(running.pid);
  await running.stop();
  return pss;
};

await build();
const desktop = await startBenchDesktop();
const ours: number[] = [];
const peer: number[] = [];
for (let round = 0; round < rounds; round += 1) {
  // One after the other: together they would share Chromium's own pages, and each would seem to need less.
  peer.push(await idle(await desktop.startBare()));

  const product = new Product();
  await product.prepare();
  await product.startForge();
  const portal = await product.portal();
  const mine = await desktop.startOurs(product.agentFolder);
  const hasInventory = async (): Promise<boolean> => {
    const cmId = (await portal.call('computers'))[0]?.cmId;
    return (
      cmId !== undefined && (await portal.call('computer', { params: { cmId } })).inventory !== undefined
    );
  };
  while (!(await hasInventory())) await pause(200);
  ours.push(await idle(mine));
  await product.dispose();
}
await desktop.stop();
const held = report({
  what: 'idle memory (PSS)',
  unit: 'MiB',
  ours,
  peer,
  peerName: 'bare Electron with a tray icon',
  better: 'smaller',
  bar: 1.15,
});
process.exit(held ? 0 : 1);
