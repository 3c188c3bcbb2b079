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

  it.skipIf(process.platform === 'win32')('ends what a program left behind', async () => {
    // What is left behind holds the output open, so that without its end there would be none of the run.
    const leave = `require('node:child_process').spawn(process.execPath,
      ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' }); process.exit(0);`;
    expect(await run(node, ['-e', leave], { seconds: 20 })).toMatchObject({ ok: true });
  });
});
