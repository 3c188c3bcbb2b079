// Runs the tests: `npm test [-- part… | file filter…]`. Its last line is the sum of all parts.
import { join } from 'node:path';
import { build } from './build.ts';
import { closingLine, readClosingLine } from './closing-line-reporter.ts';
import type { Counts } from './closing-line-reporter.ts';
import { run } from './command.mjs';
import { projectRoot, requireElectron } from './electron-dist.mjs';
import { onVirtualDesktop } from './virtual-desktop.ts';

const partNames = ['unit', 'electron', 'integration', 'e2e'] as const;
type PartName = (typeof partNames)[number];

interface Part {
  program: string;
  args: string[];
  env?: NodeJS.ProcessEnv;
  seconds: number;
}

const node = process.execPath;
const vitest = join(projectRoot, 'node_modules', 'vitest', 'vitest.mjs');

/** How a part is run; filters narrow it to the files whose path has one of them in it. */
function part(name: PartName, filters: string[]): Part {
  switch (name) {
    case 'unit':
      return { program: node, args: [vitest, 'run', '--project', 'unit', ...filters], seconds: 240 };
    case 'electron':
      return inElectronsNode(filters);
    case 'integration':
      return { program: node, args: [vitest, 'run', '--project', 'integration', ...filters], seconds: 600 };
    case 'e2e':
      return {
        ...onVirtualDesktop(node, [vitest, 'run', '--project', 'e2e', ...filters]),
        seconds: 480,
      };
  }
}

/** The agent's own tests once more, in the Node that Electron brings: the product runs in that one. */
function inElectronsNode(filters: string[]): Part {
  const rooms = filters.length > 0 ? filters : ['electron/agent/', 'shared/'];
  return {
    program: requireElectron().executable,
    args: [vitest, 'run', '--project', 'unit', ...rooms],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    seconds: 240,
  };
}

/** Runs a part, and counts a run that did not come to its end, or ended badly for no counted reason, as one failure. */
async function count(name: PartName, filters: string[]): Promise<Counts> {
  console.log(`\ntest  ${name}`);
  const { program, args, env, seconds } = part(name, filters);
  const result = await run(program, args, { seconds, echo: true, ...(env && { env }) });
  const counts = readClosingLine(result.output) ?? { passed: 0, failed: 0, skipped: 0 };
  if (result.ok || counts.failed > 0) return counts;
  console.error(`test  ${name}: ${result.reason}`);
  return { ...counts, failed: 1 };
}

const words = process.argv.slice(2);
const named = partNames.filter((name) => words.includes(name));
const filters = words.filter((word) => !partNames.some((name) => name === word));
const wanted =
  named.length > 0 ? named : partNames.filter((name) => name !== 'electron' || filters.length === 0);

if (wanted.some((name) => name === 'integration' || name === 'e2e')) await build();
const total: Counts = { passed: 0, failed: 0, skipped: 0 };
for (const name of wanted) {
  const counts = await count(name, filters);
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
}
if (total.passed + total.failed === 0) {
  console.error(`No test was run: nothing matches "${words.join(' ')}".`);
  total.failed = 1;
}
console.log(`\n${closingLine(total)}`);
process.exitCode = total.failed > 0 ? 1 : 0;
