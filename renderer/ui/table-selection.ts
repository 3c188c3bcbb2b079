/** What is chosen in a table: some rows, the one that keys go from, and where a range began. */
export interface Selection {
  selected: ReadonlySet<string>;
  active: string | undefined;
  anchor: string | undefined;
}

export const nothingSelected: Selection = { selected: new Set(), active: undefined, anchor: undefined };

/** `only` takes the row alone, `toggle` adds or leaves it, `range` takes all from the anchor, `move` goes there only. */
export type SelectionMode = 'only' | 'toggle' | 'range' | 'move';

/** The selection after a row was clicked or reached by a key. `keys` are the rows in their order. */
export const selectRow = (keys: string[], before: Selection, key: string, mode: SelectionMode): Selection => {
  switch (mode) {
    case 'only':
      return { selected: new Set([key]), active: key, anchor: key };
    case 'toggle': {
      const selected = new Set(before.selected);
      if (!selected.delete(key)) selected.add(key);
      return { selected, active: key, anchor: key };
    }
    case 'range': {
      const anchor = before.anchor ?? key;
      const [from, to] = [keys.indexOf(anchor), keys.indexOf(key)].toSorted((a, b) => a - b);
      return { selected: new Set(keys.slice(from, (to ?? 0) + 1)), active: key, anchor };
    }
    case 'move':
      return { ...before, active: key };
  }
};

/** The row that a key leads to from the active one; nothing when the key does not move. */
export const rowByKey = (
  keys: string[],
  active: string | undefined,
  key: string,
  pageRows: number,
): string | undefined => {
  const at = active === undefined ? -1 : keys.indexOf(active);
  const last = keys.length - 1;
  const target = {
    ArrowDown: at + 1,
    ArrowUp: at < 0 ? last : at - 1,
    PageDown: at + pageRows,
    PageUp: at - pageRows,
    Home: 0,
    End: last,
  }[key];
  return target === undefined ? undefined : keys[Math.min(last, Math.max(0, target))];
};
