import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { run } from './command.mjs';

const node = process.execPath;

describe('run', () => {
  it('gives output, errors and success', async () => {
    const result = await run(node, ['-e', "console.log('out'); console.error('err')"], { seconds: 20 });
    expect(result).toMatchObject({ ok: true, output: 'out\n', errors: 'err\n' });
  });

  it('tells the line that says what went wrong', async () => {
    const script = "console.error('npm notice\\nError: no space left\\n    at somewhere'); process.exit(3)";
    const result = await run(node, ['-e', script], { seconds: 20 });
    expect(result).toMatchObject({ ok: false, reason: 'Error: no space left' });
  });

  it('says that a program is missing', async () => {
    const result = await run('no-such-program', [], { seconds: 20 });
    expect(result.ok).toBe(false);
    expect(result.reason).toContain('no-such-program');
  });

  it('ends what takes too long', async () => {
    const result = await run(node, ['-e', 'setInterval(() => {}, 1000)'], { seconds: 0.3 });
    expect(result).toMatchObject({ ok: false, reason: 'no end after 0.3 s' });
  });

  it.runIf(process.platform === 'linux')('ends what a program left behind', async () => {
    const leave = `const child = require('node:child_process').spawn(process.execPath,
      ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' }); console.log(child.pid); process.exit(0);`;
    const { ok, output } = await run(node, ['-e', leave], { seconds: 20 });
    expect(ok).toBe(true);
    expect(isAlive(output.trim())).toBe(false);
  });
});

/** A process that ended, but was not yet buried by its parent, is not alive. */
function isAlive(pid: string): boolean {
  const file = `/proc/${pid}/stat`;
  return existsSync(file) && !readFileSync(file, 'utf8').includes(') Z ');
}
