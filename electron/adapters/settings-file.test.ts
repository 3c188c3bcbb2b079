import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SettingsStore } from '#agent/host.ts';
import { openSettingsStore, plainSettingsFile } from './settings-file.ts';

let dataFolder: string;
beforeEach(() => {
  dataFolder = mkdtempSync(path.join(tmpdir(), 'settings-'));
});
afterEach(() => {
  rmSync(dataFolder, { recursive: true });
});

const open = (): SettingsStore =>
  openSettingsStore({
    dataFolder,
    now: () => Date.parse('2026-11-20T04:43:00Z'),
    access: plainSettingsFile,
  });
const settings = (server: string): { form: number; local: object } => ({
  form: 1,
  local: { http: { server } },
});
const fileIn = (name: string): string => path.join(dataFolder, name);

it('begins empty and gives back what was saved', () => {
  const store = open();
  expect(store.load()).toEqual({ form: 1, local: {} });
  store.save(settings('cm.company.com'));
  expect(open().load()).toEqual(settings('cm.company.com'));
  expect(open().recovered()).toBeUndefined();
});

it.each(['{"form":1,"local":{"http":', '', 'null', '{"form":"one","local":{}}', '\0\0\0\0'])(
  'keeps a damaged file (%j) under another name and puts the last good one in force',
  (damage) => {
    open().save(settings('cm.company.com'));
    writeFileSync(fileIn('settings.json'), damage);
    const store = open();
    expect(store.load()).toEqual(settings('cm.company.com'));
    expect(store.recovered()).toContain('settings.damaged-20261120-044300.json');
    expect(readFileSync(fileIn('settings.damaged-20261120-044300.json'), 'utf8')).toBe(damage);
    expect(open().recovered()).toBeUndefined();
  },
);

it('is at its defaults, and says so, when no good copy is left', () => {
  writeFileSync(fileIn('settings.json'), 'not json');
  const store = open();
  expect(store.load()).toEqual({ form: 1, local: {} });
  expect(store.recovered()).toContain('at their defaults');
});

it('says in a sentence that the disk refuses, and leaves the file as it was', () => {
  const store = openSettingsStore({
    dataFolder,
    now: () => 0,
    access: (file) => ({
      read: () => undefined,
      write: () => {
        throw new Error(`ENOSPC ${file}`);
      },
    }),
  });
  expect(() => store.save(settings('a'))).toThrow(/could not be written.*try again/);
  expect(readdirSync(dataFolder)).toEqual([]);
});
