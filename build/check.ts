// The gates that every change passes: `npm run check`. One line a gate; what a failing one says follows at the end.
import { join } from 'node:path';
import { run } from './command.mjs';
import { projectRoot } from './electron-dist.mjs';

interface Gate {
  name: string;
  program: string;
  args: string[];
}

const gates: Gate[] = [
  { name: 'types', program: 'tsc', args: ['-b'] },
  { name: 'borders', program: 'depcruise', args: ['--output-type', 'err', '.'] },
  { name: 'dead code', program: 'knip', args: ['--no-progress'] },
  {
    name: 'dead code, tests aside',
    program: 'knip',
    args: ['--no-progress', '--production'],
  },
  { name: 'lint', program: 'oxlint', args: ['--type-aware'] },
  { name: 'format', program: 'oxfmt', args: ['--check', '.'] },
];
const atOnce = 2;

/** Passes the gate or tells why not. */
async function pass(gate: Gate): Promise<string | undefined> {
  const began = performance.now();
  const program = join(projectRoot, 'node_modules', '.bin', gate.program);
  const result = await run(program, gate.args, { seconds: 120 });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`check  ${gate.name}: ${result.ok ? 'ok' : 'FAILED'} (${seconds} s)`);
  if (result.ok) return undefined;
  return `--- ${gate.name}: ${gate.program} ${gate.args.join(' ')}\n${result.output + result.errors || result.reason}`;
}

const waiting = [...gates];
const complaints: string[] = [];

async function passAll(): Promise<void> {
  for (let gate = waiting.shift(); gate; gate = waiting.shift()) {
    const complaint = await pass(gate);
    if (complaint) complaints.push(complaint);
  }
}

await Promise.all(Array.from({ length: atOnce }, passAll));
if (complaints.length > 0) {
  console.log(complaints.join('\n'));
  process.exitCode = 1;
}
