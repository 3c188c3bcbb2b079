/** What a row is sorted by; rows without a value come last either way. */
export type SortValue = string | number | undefined;

export interface Sort {
  column: string;
  descending: boolean;
}

/** The rows in order of the values, texts as people order them; equal rows stay as they were. */
export const sortRows = <Row>(rows: Row[], valueOf: (row: Row) => SortValue, descending: boolean): Row[] => {
  const texts = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
  const compare = (a: SortValue, b: SortValue): number => {
    if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
    const order =
      typeof a === 'number' && typeof b === 'number' ? a - b : texts.compare(String(a), String(b));
    return descending ? -order : order;
  };
  return rows.toSorted((a, b) => compare(valueOf(a), valueOf(b)));
};

/** The order after a click on a column's head: first up, then down. */
export const nextSort = (sort: Sort | undefined, column: string): Sort => ({
  column,
  descending: sort?.column === column && !sort.descending,
});
