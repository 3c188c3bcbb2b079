import { Icon } from './icon.tsx';
import type { Column } from './table-column.ts';
import type { Sort } from './table-sort.ts';
import styles from './table.module.css';

interface TableHeadProps<Row> {
  columns: Column<Row>[];
  sort: Sort | undefined;
  onSort: (column: string) => void;
}

/** The head of a table; a click on a sortable column sorts by it. */
export function TableHead<Row>({ columns, sort, onSort }: TableHeadProps<Row>) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        {columns.map((column) => (
          <th
            key={column.id}
            scope="col"
            style={{ width: column.width }}
            data-align={column.align}
            data-optional={column.optional}
            aria-sort={
              sort?.column === column.id ? (sort.descending ? 'descending' : 'ascending') : undefined
            }
          >
            {column.sortBy === undefined ? (
              <span className={styles.headText}>{column.label}</span>
            ) : (
              <button className={styles.sort} type="button" onClick={() => onSort(column.id)}>
                <span className={styles.headText}>{column.label}</span>
                {sort?.column === column.id ? (
                  <Icon name={sort.descending ? 'arrowDown' : 'arrowUp'} />
                ) : null}
              </button>
            )}
          </th>
        ))}
      </tr>
    </thead>
  );
}
