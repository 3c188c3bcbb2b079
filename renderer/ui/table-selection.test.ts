import { describe, expect, test } from 'vitest';
import { nothingSelected, rowByKey, selectRow } from './table-selection.ts';

const keys = ['a', 'b', 'c', 'd', 'e'];
const chosen = (...rows: string[]): Set<string> => new Set(rows);

describe('selection of rows', () => {
  test('a plain click takes the row alone', () => {
    const after = selectRow(keys, { selected: chosen('a', 'b'), active: 'b', anchor: 'a' }, 'd', 'only');
    expect(after).toEqual({ selected: chosen('d'), active: 'd', anchor: 'd' });
  });

  test('Ctrl adds a row and leaves it again', () => {
    const added = selectRow(keys, selectRow(keys, nothingSelected, 'b', 'only'), 'd', 'toggle');
    expect(added.selected).toEqual(chosen('b', 'd'));
    expect(selectRow(keys, added, 'b', 'toggle').selected).toEqual(chosen('d'));
  });

  test('Shift takes all from where the range began, either way, and moves its other end only', () => {
    const begun = selectRow(keys, nothingSelected, 'c', 'only');
    const down = selectRow(keys, begun, 'e', 'range');
    expect(down.selected).toEqual(chosen('c', 'd', 'e'));
    expect(selectRow(keys, down, 'b', 'range').selected).toEqual(chosen('b', 'c'));
  });

  test('Ctrl with an arrow goes without choosing', () => {
    const begun = selectRow(keys, nothingSelected, 'a', 'only');
    expect(selectRow(keys, begun, 'b', 'move')).toEqual({ ...begun, active: 'b' });
  });
});

describe('keys that go to a row', () => {
  test('arrows, pages and ends, never beyond the rows', () => {
    expect(rowByKey(keys, 'b', 'ArrowDown', 2)).toBe('c');
    expect(rowByKey(keys, 'e', 'ArrowDown', 2)).toBe('e');
    expect(rowByKey(keys, 'b', 'PageDown', 2)).toBe('d');
    expect(rowByKey(keys, 'b', 'PageUp', 2)).toBe('a');
    expect(rowByKey(keys, 'c', 'Home', 2)).toBe('a');
    expect(rowByKey(keys, 'c', 'End', 2)).toBe('e');
  });

  test('with nothing active, down begins at the top and up at the bottom', () => {
    expect(rowByKey(keys, undefined, 'ArrowDown', 2)).toBe('a');
    expect(rowByKey(keys, undefined, 'ArrowUp', 2)).toBe('e');
  });

  test('other keys and empty tables lead nowhere', () => {
    expect(rowByKey(keys, 'a', 'x', 2)).toBeUndefined();
    expect(rowByKey([], undefined, 'ArrowDown', 2)).toBeUndefined();
  });
});
