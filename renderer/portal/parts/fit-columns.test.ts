import { expect, test } from 'vitest';
import { fitColumns } from './fit-columns.ts';

const column = (id: string, more: { width?: number; optional?: boolean }) => ({
  id,
  label: id,
  render: () => id,
  ...more,
});
const columns = [
  column('state', { width: 100 }),
  column('name', {}),
  column('system', { optional: true }),
  column('path', { width: 80, optional: true }),
];
const idsIn = (width: number): string[] => fitColumns(columns, width).map(({ id }) => id);

test('a wide table shows all columns; the narrower it gets, the fewer, the last first', () => {
  expect(idsIn(440)).toEqual(['state', 'name', 'system', 'path']);
  expect(idsIn(439)).toEqual(['state', 'name', 'system']);
  expect(idsIn(359)).toEqual(['state', 'name']);
});

test('what is not optional stays, however narrow it is', () => {
  expect(idsIn(0)).toEqual(['state', 'name']);
});
