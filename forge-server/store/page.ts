/** Which page of a list, newest first. */
export interface PageWanted {
  /** The id of the last row of the page before. */
  before?: string | undefined;
  /** What the rows must contain, whatever the case of its letters. */
  search?: string | undefined;
}

/** A page of a list, and whether older rows follow. */
export interface Page<T> {
  rows: T[];
  more: boolean;
}

const pageRows = 50;

/** One row more than a page has, which tells whether more follow. */
export const rowsAsked = pageRows + 1;

export const cutPage = <T>(rows: T[]): Page<T> => ({
  rows: rows.slice(0, pageRows),
  more: rows.length > pageRows,
});
