import { expect, test } from 'vitest';
import { readResult } from './result.ts';

const process = {
  pid: 1,
  parentPid: 0,
  name: 'init',
  user: 'root',
  cpuPercent: 0.5,
  memoryBytes: 4096,
  startedAt: '',
  command: '/sbin/init',
};
const partition = {
  name: 'sda1',
  mount: '/',
  fileSystem: 'ext4',
  sizeBytes: 10,
  freeBytes: 5,
  network: false,
};

test('lists are read as lists', () => {
  expect(readResult('listProcesses', { processes: [process] })).toEqual({
    form: 'processes',
    list: { processes: [process] },
  });
  expect(readResult('listPartitions', { partitions: [partition] })).toEqual({
    form: 'partitions',
    partitions: [partition],
  });
});

test('what is not what it should be is shown as it came', () => {
  expect(readResult('listProcesses', { processes: 'none' })).toEqual({
    form: 'text',
    text: '{\n  "processes": "none"\n}',
  });
  expect(readResult('listPartitions', { processes: [] }).form).toBe('text');
  expect(readResult('reportStatus', 'fine')).toEqual({ form: 'text', text: '"fine"' });
});
