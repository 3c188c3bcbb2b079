import { useId, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';
import { Tooltip } from './tooltip.tsx';
import { treeMove, treeRows, typeAhead } from './tree-keys.ts';
import type { TreeNode, TreeRow } from './tree-keys.ts';
import styles from './tree.module.css';

const typingPauseMs = 700;

interface TreeProps {
  label: string;
  nodes: TreeNode[];
  selected: string;
  /** Called for nodes without a reason against them only. */
  onSelect: (id: string) => void;
  /** What stands after a node's label, such as a mark of change. */
  markOf?: (id: string) => ReactNode;
}

/** A navigation tree. Arrow keys, Home, End and typed letters move; the selection follows. */
export function Tree({ label, nodes, selected, onSelect, markOf }: TreeProps) {
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const [focused, setFocused] = useState(selected);
  const list = useRef<HTMLUListElement>(null);
  const typed = useRef({ text: '', at: 0 });
  const rows = treeRows(nodes, collapsed);
  const reachable = rows.some((row) => row.node.id === focused) ? focused : selected;

  const toggle = (id: string, open: boolean): void => {
    const next = new Set(collapsed);
    if (open) next.delete(id);
    else next.add(id);
    setCollapsed(next);
  };
  const select = (id: string): void => {
    setFocused(id);
    if (rows.find((row) => row.node.id === id)?.node.reason === undefined) onSelect(id);
  };
  const goTo = (id: string): void => {
    select(id);
    list.current?.querySelector<HTMLElement>(`[data-node="${id}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const move = treeMove(event.key, rows, reachable);
    if (move?.kind === 'focus') goTo(move.id);
    else if (move?.kind === 'choose') select(move.id);
    else if (move !== undefined) toggle(move.id, move.kind === 'expand');
    else if (event.key.length === 1) {
      const found = typeAhead(lettersTyped(typed.current, event), rows, reachable);
      if (found !== undefined) goTo(found);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <ul className={styles.tree} role="tree" aria-label={label} ref={list}>
      {rows.map((row) => (
        <Row
          key={row.node.id}
          row={row}
          selected={row.node.id === selected}
          reachable={row.node.id === reachable}
          mark={markOf?.(row.node.id)}
          onSelect={() => select(row.node.id)}
          onKeyDown={onKeyDown}
          onToggle={(open) => toggle(row.node.id, open)}
        />
      ))}
    </ul>
  );
}

function lettersTyped(typed: { text: string; at: number }, event: KeyboardEvent): string {
  typed.text = event.timeStamp - typed.at < typingPauseMs ? typed.text + event.key : event.key;
  typed.at = event.timeStamp;
  return typed.text;
}

interface RowProps {
  row: TreeRow;
  selected: boolean;
  reachable: boolean;
  mark: ReactNode;
  onSelect: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onToggle: (open: boolean) => void;
}

function Row({ row, selected, reachable, mark, onSelect, onKeyDown, onToggle }: RowProps) {
  const reasonId = useId();
  const { node, level, position, siblings, expanded } = row;
  const item = (
    <li
      className={classes(
        styles.row,
        selected && styles.selected,
        node.reason !== undefined && styles.disabled,
      )}
      role="treeitem"
      data-node={node.id}
      data-level={level}
      tabIndex={reachable ? 0 : -1}
      aria-level={level}
      aria-posinset={position}
      aria-setsize={siblings}
      aria-expanded={expanded}
      aria-selected={selected}
      aria-disabled={node.reason !== undefined || undefined}
      aria-describedby={node.reason === undefined ? undefined : reasonId}
      onClick={onSelect}
      onKeyDown={onKeyDown}
    >
      <span
        className={styles.twist}
        aria-hidden="true"
        onClick={(event) => {
          if (expanded === undefined) return;
          event.stopPropagation();
          onToggle(!expanded);
        }}
      >
        {expanded === undefined ? null : <Icon name={expanded ? 'arrowDown' : 'arrowRight'} />}
      </span>
      <span className={styles.label}>{node.label}</span>
      {mark}
      {node.reason === undefined ? null : (
        <span id={reasonId} hidden>
          {node.reason}
        </span>
      )}
    </li>
  );
  return node.reason === undefined ? (
    item
  ) : (
    <Tooltip text={node.reason} side="right">
      {item}
    </Tooltip>
  );
}
