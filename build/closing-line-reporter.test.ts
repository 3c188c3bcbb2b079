import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { closingLine, readClosingLine } from './closing-line-reporter.ts';
import { run } from './command.mjs';
import { projectRoot } from './electron-dist.mjs';

const folder = mkdtempSync(join(tmpdir(), 'closing-line-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a run over the given test files ends with. */
async function runOver(files: Record<string, string>): Promise<{ ok: boolean; output: string }> {
  const root = mkdtempSync(join(folder, 'run-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  const vitest = join(projectRoot, 'node_modules', 'vitest', 'vitest.mjs');
  const reporter = join(projectRoot, 'build', 'closing-line-reporter.ts');
  const args = [vitest, 'run', '--root', root, '--globals', `--reporter=${reporter}`];
  return run(process.execPath, args, { seconds: 60 });
}

describe('the closing line', () => {
  it('counts what passed, failed and was skipped, and names the skipped with its reason', async () => {
    const { ok, output } = await runOver({
      'a.test.ts': [
        "it('passes', () => {});",
        "it('fails', () => { throw new Error('broken'); });",
        "it('waits', (test) => test.skip('no printer here'));",
      ].join('\n'),
    });
    expect(ok).toBe(false);
    expect(output).toContain('skipped: a.test.ts > waits: no printer here\n');
    expect(output.trimEnd().split('\n').at(-1)).toBe('1 passed, 1 failed, 1 skipped');
  });

  it('counts a file that cannot be loaded, and an error outside of any test, as failures', async () => {
    const { ok, output } = await runOver({
      'a.test.ts': "import './missing.ts';",
      'b.test.ts':
        "it('passes', () => { setImmediate(() => { throw new Error('late'); }); return new Promise(setImmediate); });",
    });
    expect(ok).toBe(false);
    expect(output.trimEnd().split('\n').at(-1)).toBe('1 passed, 2 failed, 0 skipped');
  });

  it('is read back as it was written, the last one of several', () => {
    const counts = { passed: 12, failed: 3, skipped: 4 };
    expect(readClosingLine(`1 passed, 0 failed, 0 skipped\n${closingLine(counts)}\n`)).toEqual(counts);
    expect(readClosingLine('it broke before its end: 1 passed, 0 failed')).toBeUndefined();
  });
});
