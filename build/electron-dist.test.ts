import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findElectron, repackFolder, requireElectron } from './electron-dist.mjs';

const program = process.platform === 'win32' ? 'electron.exe' : 'electron';

describe.skipIf(process.platform === 'darwin')('the named Electron', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'electron-dist-'));
    vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', folder);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is found with its version, and may be released', () => {
    writeFileSync(join(folder, program), '');
    chmodSync(join(folder, program), 0o755);
    writeFileSync(join(folder, 'version'), 'v45.3.4\n');
    const dist = { folder, executable: join(folder, program), version: '45.3.4', isRepack: false };
    expect(findElectron()).toEqual(dist);
    expect(requireElectron({ forRelease: true })).toEqual(dist);
  });

  it('is refused in one sentence when the folder has none', () => {
    expect(findElectron()).toBeUndefined();
    expect(() => requireElectron()).toThrow('Electron is not installed here. Run: npm run setup');
  });

  it('never is the development repack in a release', (test) => {
    vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', repackFolder);
    if (!findElectron()) test.skip('the development repack is not on this machine');
    expect(requireElectron().isRepack).toBe(true);
    expect(() => requireElectron({ forRelease: true })).toThrow('must not be shipped');
  });
});
