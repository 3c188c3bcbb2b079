import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { MouseEvent, ReactNode } from 'react';
import { classes } from './classes.ts';
import type { Column } from './table-column.ts';
import { TableHead } from './table-head.tsx';
import { nextSort, sortRows } from './table-sort.ts';
import type { Sort } from './table-sort.ts';
import styles from './table.module.css';
import { useTableSelection } from './use-table-selection.ts';
import { useVisibleRows } from './use-visible-rows.ts';

export type { Column } from './table-column.ts';

const rowHeight = 26;
const headHeight = 28;

interface TableProps<Row> {
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  keyOf: (row: Row) => string;
  /** What stands in place of the rows when there are none. */
  empty: ReactNode;
  sort?: Sort;
  /** With it, rows can be chosen: click, Ctrl and Shift, arrow keys, Space, Ctrl+A. */
  onSelect?: (keys: ReadonlySet<string>) => void;
  selected?: ReadonlySet<string>;
  /** Enter and double click. */
  onOpen?: (row: Row) => void;
  /** Asked for more when the last rows come into sight. */
  onEndReached?: () => void;
  /** How many rows there are in all, when more can come. */
  total?: number;
}

/** A table that fills its box: the head stays, the rows scroll, however many there are. */
export function Table<Row>(props: TableProps<Row>) {
  const { label, columns, keyOf, empty, onSelect, onOpen, onEndReached, total } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [sort, setSort] = useState(props.sort);
  const rows = useSorted(props.rows, columns, sort);
  const keys = useMemo(() => rows.map(keyOf), [rows, keyOf]);
  const { first, end } = useVisibleRows(scroller, rows.length, rowHeight);
  const open = (key: string): void => {
    const row = rows[keys.indexOf(key)];
    if (row !== undefined) onOpen?.(row);
  };
  const { selection, onKeyDown, onRowClick } = useTableSelection({
    keys,
    selected: props.selected,
    onSelect,
    onOpen: onOpen && open,
    pageRows: () => pageRows(scroller.current),
    reveal: (key) => reveal(scroller.current, keys.indexOf(key)),
  });

  const lastInSight = end >= rows.length ? keys.at(-1) : undefined;
  useEffect(() => {
    if (lastInSight !== undefined) onEndReached?.();
  }, [lastInSight, onEndReached]);

  const selectable = onSelect !== undefined;
  const interactive = selectable || onOpen !== undefined;
  const rowId = (key: string): string => `${id}-${key}`;
  const activeInSight = keys.slice(first, end).find((key) => key === selection.active);
  const grid = interactive && {
    role: 'grid',
    tabIndex: rows.length === 0 ? undefined : 0,
    'aria-multiselectable': selectable || undefined,
    'aria-activedescendant': activeInSight && rowId(activeInSight),
    onKeyDown,
  };
  return (
    <div className={styles.scroller} ref={scroller}>
      <table className={styles.table} aria-label={label} aria-rowcount={(total ?? rows.length) + 1} {...grid}>
        <TableHead columns={columns} sort={sort} onSort={(column) => setSort(nextSort(sort, column))} />
        <tbody>
          <Spacer height={first * rowHeight} />
          {rows.slice(first, end).map((row, at) => {
            const key = keyOf(row);
            const chosen = selectable && selection.selected.has(key);
            return (
              <tr
                key={key}
                id={rowId(key)}
                className={classes(
                  interactive && styles.pointable,
                  chosen && styles.selected,
                  selection.active === key && styles.active,
                )}
                aria-rowindex={first + at + 2}
                aria-selected={selectable ? chosen : undefined}
                {...(interactive && {
                  onClick: (event: MouseEvent) => onRowClick(event, key),
                  onDoubleClick: () => onOpen?.(row),
                })}
              >
                {columns.map((column) => (
                  <td key={column.id} data-align={column.align} data-optional={column.optional}>
                    {column.render(row)}
                  </td>
                ))}
              </tr>
            );
          })}
          <Spacer height={(rows.length - end) * rowHeight} />
        </tbody>
      </table>
      {rows.length === 0 ? empty : null}
    </div>
  );
}

const pageRows = (box: HTMLElement | null): number =>
  Math.max(1, Math.floor(((box?.clientHeight ?? 0) - headHeight) / rowHeight) - 1);

function reveal(box: HTMLElement | null, at: number): void {
  if (box === null) return;
  const top = at * rowHeight;
  const room = box.clientHeight - headHeight - rowHeight;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top > box.scrollTop + room) box.scrollTop = top - room;
}

function useSorted<Row>(rows: Row[], columns: Column<Row>[], sort: Sort | undefined): Row[] {
  const sortBy = columns.find((column) => column.id === sort?.column)?.sortBy;
  return useMemo(
    () => (sort === undefined || sortBy === undefined ? rows : sortRows(rows, sortBy, sort.descending)),
    [rows, sort, sortBy],
  );
}

/** Stands for the rows that are not drawn. */
function Spacer({ height }: { height: number }) {
  return height > 0 ? <tr aria-hidden="true" style={{ height }} /> : null;
}
