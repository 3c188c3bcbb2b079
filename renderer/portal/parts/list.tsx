import { useRef } from 'react';
import type { ComponentProps, ReactNode } from 'react';
import { Table } from '../../ui/table.tsx';
import { fitColumns } from './fit-columns.ts';
import styles from './list.module.css';
import { useWidth } from './use-width.ts';

/** What narrows a list down, in a row above it. */
export function ListTools({ children }: { children: ReactNode }) {
  return <div className={styles.tools}>{children}</div>;
}

/**
 * The kit's table in a frame, with as many columns as have room. It grows with its rows until it fills the window; then
 * they scroll.
 */
export function List<Row>(props: ComponentProps<typeof Table<Row>>) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  return (
    <div className={styles.frame} ref={frame}>
      {width === undefined ? null : <Table {...props} columns={fitColumns(props.columns, width)} />}
    </div>
  );
}
