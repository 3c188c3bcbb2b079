import { expect, test } from 'vitest';
import { nextSort, sortRows } from './table-sort.ts';

const rows = [
  { name: 'PC 10', size: 5 },
  { name: 'pc 2', size: 5 },
  { name: 'PC 1', size: undefined },
];

test('texts are ordered as people order them, numbers in them by their value', () => {
  expect(sortRows(rows, (row) => row.name, false).map((row) => row.name)).toEqual(['PC 1', 'pc 2', 'PC 10']);
  expect(sortRows(rows, (row) => row.name, true).map((row) => row.name)).toEqual(['PC 10', 'pc 2', 'PC 1']);
});

test('equal rows stay as they were, and rows without a value come last either way', () => {
  expect(sortRows(rows, (row) => row.size, false).map((row) => row.name)).toEqual(['PC 10', 'pc 2', 'PC 1']);
  expect(sortRows(rows, (row) => row.size, true).map((row) => row.name)).toEqual(['PC 10', 'pc 2', 'PC 1']);
});

test('a second click on a column turns the order around', () => {
  const first = nextSort(undefined, 'name');
  expect(first).toEqual({ column: 'name', descending: false });
  expect(nextSort(first, 'name')).toEqual({ column: 'name', descending: true });
  expect(nextSort(first, 'size')).toEqual({ column: 'size', descending: false });
});
