import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { isOnScreen, openWindowPlaces } from './window-place.ts';

const left = { x: 0, y: 0, width: 1920, height: 1040 };
const right = { x: 1920, y: 0, width: 1280, height: 984 };

it.each([
  ['on the first screen', { x: 100, y: 100, width: 900, height: 600 }, true],
  ['between two screens', { x: 1800, y: 100, width: 900, height: 600 }, true],
  ['with an edge only', { x: -850, y: 100, width: 900, height: 600 }, false],
  ['above the screens', { x: 100, y: -50, width: 900, height: 600 }, false],
  ['on a screen that is gone', { x: 4000, y: 100, width: 900, height: 600 }, false],
])('a window %s', (_case, bounds, seen) => {
  expect(isOnScreen(bounds, [left, right])).toBe(seen);
});

it('remembers where each window was, and survives a file that is damaged', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'places-'));
  const file = path.join(folder, 'windows.json');
  const place = { bounds: { x: 1, y: 2, width: 3, height: 4 }, maximized: true };
  openWindowPlaces(file).keep('config', place);
  expect(openWindowPlaces(file).of('config')).toEqual(place);
  writeFileSync(file, '{"config":{"bounds":{"x":"left"}}}');
  expect(openWindowPlaces(file).of('config')).toBeUndefined();
  openWindowPlaces(path.join(folder, 'missing', 'windows.json')).keep('config', place);
  rmSync(folder, { recursive: true });
});
