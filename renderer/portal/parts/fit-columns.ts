import type { Column } from '../../ui/table.tsx';

/** A column without a width of its own is not read when it gets narrower than this, in pixels. */
const leastFlexible = 130;

/** The columns that have room in a table of such a width; optional ones are left out, the last first. */
export function fitColumns<Row>(columns: Column<Row>[], width: number): Column<Row>[] {
  const needed = columns.reduce((sum, column) => sum + (column.width ?? leastFlexible), 0);
  const last = columns.findLast((column) => Boolean(column.optional));
  if (needed <= width || last === undefined) return columns;
  return fitColumns(
    columns.filter((column) => column !== last),
    width,
  );
}
