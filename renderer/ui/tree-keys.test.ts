import { describe, expect, test } from 'vitest';
import { treeMove, treeRows, typeAhead } from './tree-keys.ts';
import type { TreeNode } from './tree-keys.ts';

const nodes: TreeNode[] = [
  { id: 'general', label: 'General' },
  {
    id: 'outgoing',
    label: 'Outgoing',
    children: [
      { id: 'smtp1', label: 'SMTP 1' },
      { id: 'smtp2', label: 'SMTP 2', reason: 'Not yet.' },
    ],
  },
  { id: 'security', label: 'Security' },
];
const open = treeRows(nodes, new Set());
const closed = treeRows(nodes, new Set(['outgoing']));

describe('rows of a tree', () => {
  test('children stand below their open parent, with their place among their siblings', () => {
    expect(open.map((row) => [row.node.id, row.level, row.position, row.siblings])).toEqual([
      ['general', 1, 1, 3],
      ['outgoing', 1, 2, 3],
      ['smtp1', 2, 1, 2],
      ['smtp2', 2, 2, 2],
      ['security', 1, 3, 3],
    ]);
  });

  test('a collapsed parent hides its children and says so; a leaf says nothing', () => {
    expect(closed.map((row) => [row.node.id, row.expanded])).toEqual([
      ['general', undefined],
      ['outgoing', false],
      ['security', undefined],
    ]);
  });
});

describe('keys of a tree', () => {
  test('up and down go over what is in sight and stop at the ends', () => {
    expect(treeMove('ArrowDown', open, 'outgoing')).toEqual({ kind: 'focus', id: 'smtp1' });
    expect(treeMove('ArrowDown', closed, 'outgoing')).toEqual({ kind: 'focus', id: 'security' });
    expect(treeMove('ArrowUp', open, 'general')).toBeUndefined();
    expect(treeMove('ArrowDown', open, 'security')).toBeUndefined();
  });

  test('Home and End go to the ends', () => {
    expect(treeMove('Home', open, 'smtp2')).toEqual({ kind: 'focus', id: 'general' });
    expect(treeMove('End', open, 'smtp2')).toEqual({ kind: 'focus', id: 'security' });
  });

  test('right opens, then goes in; left goes out, then closes', () => {
    expect(treeMove('ArrowRight', closed, 'outgoing')).toEqual({ kind: 'expand', id: 'outgoing' });
    expect(treeMove('ArrowRight', open, 'outgoing')).toEqual({ kind: 'focus', id: 'smtp1' });
    expect(treeMove('ArrowRight', open, 'general')).toBeUndefined();
    expect(treeMove('ArrowLeft', open, 'smtp2')).toEqual({ kind: 'focus', id: 'outgoing' });
    expect(treeMove('ArrowLeft', open, 'outgoing')).toEqual({ kind: 'collapse', id: 'outgoing' });
  });

  test('Enter is left to the window', () => {
    expect(treeMove('Enter', open, 'general')).toBeUndefined();
  });

  test('one letter goes on to the next match and around; more letters may stay', () => {
    expect(typeAhead('s', open, 'general')).toBe('smtp1');
    expect(typeAhead('s', open, 'smtp1')).toBe('smtp2');
    expect(typeAhead('s', open, 'security')).toBe('smtp1');
    expect(typeAhead('smtp 2', open, 'smtp1')).toBe('smtp2');
    expect(typeAhead('smtp', open, 'smtp1')).toBe('smtp1');
    expect(typeAhead('x', open, 'smtp1')).toBeUndefined();
  });
});
