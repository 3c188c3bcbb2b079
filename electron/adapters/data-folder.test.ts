import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { prepareDataFolder } from './data-folder.ts';

it('makes the folder for this user alone', () => {
  const parent = mkdtempSync(path.join(tmpdir(), 'data-'));
  const folder = prepareDataFolder(path.join(parent, 'a', 'b'));
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  rmSync(parent, { recursive: true });
});

it('says in a sentence what to do when it cannot be written to', () => {
  const parent = mkdtempSync(path.join(tmpdir(), 'data-'));
  const file = path.join(parent, 'file');
  writeFileSync(file, '');
  expect(() => prepareDataFolder(path.join(file, 'folder'))).toThrow(
    /cannot write to its data folder .*--data/,
  );
  rmSync(parent, { recursive: true });
});
