import { expect, test } from 'vitest';
import { cutProcesses } from './processes.ts';
import { bytes, emptyTexts, emptyTextsIn, meaningful, measured, text } from './reading.ts';

test.each([
  'Default string',
  'To Be Filled By O.E.M.',
  'System Serial Number',
  '  ',
  '-',
  '0',
  'Unknown',
  '00000000-0000-0000-0000-000000000000',
  'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
  '03000200-0400-0500-0006-000700080009',
  '00:00:00:00:00:00',
  undefined,
  null,
  7,
])('%j says nothing of a computer', (value) => {
  expect(meaningful(value)).toBe('');
});

test.each([
  'Dell Inc.',
  'OptiPlex 7080',
  '5CG1234ABC',
  '4c4c4544-0035-4b10-8044-b4c04f333733',
  'F0',
  '02:fc:00:00:00:01',
  '0xF00',
])('%j says something', (value) => {
  expect(meaningful(value)).toBe(value);
});

test('texts are trimmed and cut; sizes and measures that are none come out as none', () => {
  expect(text(` ${'x'.repeat(600)} `)).toHaveLength(500);
  expect([bytes(null), bytes(-1), bytes(1.6)]).toEqual([0, 0, 2]);
  expect([measured(0), measured(Number.NaN), measured(null), measured(3.2)]).toEqual([
    undefined,
    undefined,
    undefined,
    3.2,
  ]);
});

test('what is empty is named', () => {
  expect(emptyTexts({ model: '', serial: '', bios: 'AMI', virtual: false })).toBe(
    'not readable: model, serial',
  );
  expect(emptyTexts({ bios: 'AMI' })).toBeUndefined();
  expect(
    emptyTextsIn([
      { name: 'sda', health: '' },
      { name: 'sdb', health: 'Ok' },
    ]),
  ).toBe('not readable everywhere: health');
});

test('a long list of processes keeps those with the most memory and says how many it leaves out', () => {
  const process = (pid: number) => ({
    pid,
    parentPid: 1,
    name: 'p',
    user: 'u',
    cpuPercent: 0,
    memoryBytes: pid % 10,
    startedAt: '',
    command: '',
  });
  const all = Array.from({ length: 30 }, (_, pid) => process(pid));
  const cut = cutProcesses(all, 3);
  expect(cut.processes.map(({ pid }) => pid)).toEqual([9, 19, 29]);
  expect(cut.omitted).toBe(27);
  expect(cutProcesses(all, 30)).toEqual({ processes: all });
});
