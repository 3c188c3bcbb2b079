// CPU that the idle, registered tray program uses in ten minutes, all processes, beside a bare Electron with one tray icon.
import { setTimeout as pause } from 'node:timers/promises';
import { build } from '../build/build.ts';
import { Product } from '../tests/fakes/product.ts';
import { startBenchDesktop } from './desktop.ts';
import { cpuTicks } from './process-tree.ts';

const minutes = Number(process.env['IDLE_MINUTES'] ?? 10);
/** Percent of one core. */
const bar = 0.1;
/** After this the first inventory is over and ticks are at their interval again, milliseconds. */
const settle = 90_000;

await build();
const product = new Product();
await product.prepare();
await product.startForge();
const desktop = await startBenchDesktop();
const mine = await desktop.startOurs(product.agentFolder);
const bare = await desktop.startBare();
await pause(settle);
const before = [cpuTicks(mine.pid), cpuTicks(bare.pid)] as const;
await pause(minutes * 60_000);
const percent = (ticks: number): number => (ticks * 10 * 100) / (minutes * 60_000);
const ours = percent(cpuTicks(mine.pid) - before[0]);
const peer = percent(cpuTicks(bare.pid) - before[1]);
await Promise.all([mine.stop(), bare.stop()]);
await desktop.stop();
await product.dispose();
const held = ours <= bar;
process.stdout.write(
  `idle CPU over ${minutes} min: ours ${ours.toFixed(3)} % of a core, bare Electron ${peer.toFixed(3)} %, ratio ${peer === 0 ? 'not defined' : (ours / peer).toFixed(1)} (bar ≤ ${bar} %) ${held ? 'held' : 'MISSED'}\n`,
);
process.exit(held ? 0 : 1);
