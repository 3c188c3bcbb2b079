import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { run } from './command.mjs';
import { withLock } from './build-lock.ts';

const folder = mkdtempSync(join(tmpdir(), 'build-lock-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('lets one in at a time, also when one before failed', async () => {
  const file = join(folder, 'turns');
  let inside = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise(setImmediate);
    inside -= 1;
  };
  const broken = withLock(file, () => Promise.reject(new Error('broken')));
  await Promise.all([expect(broken).rejects.toThrow('broken'), withLock(file, work), withLock(file, work)]);
  expect(most).toBe(1);
  expect(existsSync(file)).toBe(false);
});

it('takes over from a process that died', async () => {
  const file = join(folder, 'left');
  const { output } = await run(process.execPath, ['-p', 'process.pid'], { seconds: 20 });
  writeFileSync(file, output.trim());
  expect(await withLock(file, () => Promise.resolve('done'))).toBe('done');
});
