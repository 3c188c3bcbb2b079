import { ScrollRegion } from './scroll-region.tsx';
import styles from './plain-table.module.css';

interface PlainTableProps {
  label: string;
  /** The heads of the columns. */
  labels: string[];
  rows: string[][];
  /** What stands in place of the rows when there are none. */
  empty: string;
}

/** A few rows of texts to read, as wide as they need; a narrow page scrolls them sideways. */
export function PlainTable({ label, labels, rows, empty }: PlainTableProps) {
  if (rows.length === 0) return <p className={styles.empty}>{empty}</p>;
  return (
    <ScrollRegion label={label} className={styles.frame}>
      <table className={styles.table}>
        <thead>
          <tr>
            {labels.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells) => (
            <tr key={JSON.stringify(cells)}>
              {cells.map((cell, at) => (
                <td key={labels[at]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
