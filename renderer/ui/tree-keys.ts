/** A node of a tree. `reason` says why it cannot be chosen; it can still be reached. */
export interface TreeNode {
  id: string;
  label: string;
  children?: TreeNode[] | undefined;
  reason?: string | undefined;
}

/** A node in sight, with its place among its siblings, as screen readers tell it. */
export interface TreeRow {
  node: TreeNode;
  level: number;
  position: number;
  siblings: number;
  parent: string | undefined;
  expanded: boolean | undefined;
}

/** The nodes in sight, from top to bottom. */
export const treeRows = (
  nodes: TreeNode[],
  collapsed: ReadonlySet<string>,
  level = 1,
  parent?: string,
): TreeRow[] =>
  nodes.flatMap((node, at) => {
    const children = node.children ?? [];
    const expanded = children.length === 0 ? undefined : !collapsed.has(node.id);
    const row: TreeRow = { node, level, position: at + 1, siblings: nodes.length, parent, expanded };
    return expanded === true ? [row, ...treeRows(children, collapsed, level + 1, node.id)] : [row];
  });

/** What a key asks of a tree. */
export type TreeMove = { kind: 'focus'; id: string } | { kind: 'expand' | 'collapse' | 'choose'; id: string };

/** What a key does on the focused row; nothing when the key is not for the tree. */
export const treeMove = (key: string, rows: TreeRow[], focused: string): TreeMove | undefined => {
  const at = rows.findIndex((row) => row.node.id === focused);
  const row = rows[at];
  if (row === undefined) return undefined;
  switch (key) {
    case 'ArrowDown':
      return focusOn(rows[at + 1]);
    case 'ArrowUp':
      return focusOn(rows[at - 1]);
    case 'Home':
      return focusOn(rows[0]);
    case 'End':
      return focusOn(rows.at(-1));
    case 'ArrowRight':
      return row.expanded === false
        ? { kind: 'expand', id: focused }
        : row.expanded
          ? focusOn(rows[at + 1])
          : undefined;
    case 'ArrowLeft':
      if (row.expanded) return { kind: 'collapse', id: focused };
      return row.parent === undefined ? undefined : { kind: 'focus', id: row.parent };
    case ' ':
      return { kind: 'choose', id: focused };
    default:
      return undefined;
  }
};

const focusOn = (row: TreeRow | undefined): TreeMove | undefined =>
  row === undefined ? undefined : { kind: 'focus', id: row.node.id };

/** The next row whose label begins with the typed letters, from the focused one on and around. */
export const typeAhead = (typed: string, rows: TreeRow[], focused: string): string | undefined => {
  const at = rows.findIndex((row) => row.node.id === focused);
  // One letter goes on to the next match; more letters may stay where they are.
  const first = typed.length === 1 ? at + 1 : at;
  const inOrder = [...rows.slice(first), ...rows.slice(0, first)];
  const wanted = typed.toLocaleLowerCase();
  return inOrder.find((row) => row.node.label.toLocaleLowerCase().startsWith(wanted))?.node.id;
};
