import { useState } from 'react';
import type { KeyboardEvent, MouseEvent } from 'react';
import { nothingSelected, rowByKey, selectRow } from './table-selection.ts';
import type { Selection } from './table-selection.ts';

interface TableSelectionOptions {
  /** The rows' keys in the order in which they are shown. */
  keys: string[];
  /** The chosen rows, where the page keeps them; else the table does. */
  selected: ReadonlySet<string> | undefined;
  onSelect: ((keys: ReadonlySet<string>) => void) | undefined;
  onOpen: ((key: string) => void) | undefined;
  /** How many rows a page of the table has now. */
  pageRows: () => number;
  /** Brings a row into sight. */
  reveal: (key: string) => void;
}

interface TableSelection {
  selection: Selection;
  onKeyDown: (event: KeyboardEvent) => void;
  onRowClick: (event: MouseEvent, key: string) => void;
}

/** What clicks and keys do to the rows of a table. */
export function useTableSelection(options: TableSelectionOptions): TableSelection {
  const { keys, selected, onSelect, onOpen, pageRows, reveal } = options;
  const [own, setOwn] = useState<Selection>(nothingSelected);
  const selection = { ...own, selected: selected ?? own.selected };
  const { active } = selection;

  const change = (next: Selection): void => {
    setOwn(next);
    if (next.selected !== selection.selected) onSelect?.(next.selected);
  };
  const actOnKey = (event: KeyboardEvent): boolean => {
    const control = event.ctrlKey || event.metaKey;
    const target = rowByKey(keys, active, event.key, pageRows());
    if (target !== undefined) {
      change(selectRow(keys, selection, target, event.shiftKey ? 'range' : control ? 'move' : 'only'));
      reveal(target);
    } else if (event.key === ' ' && active !== undefined) {
      change(selectRow(keys, selection, active, 'toggle'));
    } else if (control && event.key.toLowerCase() === 'a' && onSelect !== undefined) {
      change({ ...selection, selected: new Set(keys) });
    } else if (event.key === 'Enter' && active !== undefined && onOpen !== undefined) {
      onOpen(active);
    } else return false;
    return true;
  };
  return {
    selection,
    onKeyDown: (event) => {
      // The buttons in the head have keys of their own.
      if (event.target !== event.currentTarget || !actOnKey(event)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    onRowClick: (event, key) => {
      const control = event.ctrlKey || event.metaKey;
      change(selectRow(keys, selection, key, event.shiftKey ? 'range' : control ? 'toggle' : 'only'));
    },
  };
}
