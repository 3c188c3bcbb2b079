import type { ReactNode } from 'react';
import type { SortValue } from './table-sort.ts';

/**
 * One column. A column with `sortBy` can be sorted. `optional` ones go when there is little room, and `wide` ones are
 * there only when there is much.
 */
export interface Column<Row> {
  id: string;
  label: string;
  render: (row: Row) => ReactNode;
  sortBy?: (row: Row) => SortValue;
  /** Pixels; columns without it share what is left. */
  width?: number;
  align?: 'start' | 'end';
  optional?: boolean | 'wide';
}
