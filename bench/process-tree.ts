import { readdirSync, readFileSync } from 'node:fs';

const stat = (pid: number): string[] => {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
};

const read = <T>(work: () => T, otherwise: T): T => {
  try {
    return work();
  } catch {
    // The process ended while it was being read.
    return otherwise;
  }
};

/** The process and all its descendants that live now. */
export const tree = (root: number): number[] => {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    const parent = read(() => Number(stat(pid)[1]), 0);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const all = [root];
  for (let i = 0; i < all.length; i += 1) all.push(...(children.get(all[i]!) ?? []));
  return all;
};

/** Proportional set size of the whole tree in MiB: shared pages count once. */
export const pssMiB = (root: number): number =>
  tree(root).reduce((sum, pid) => {
    const text = read(() => readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'), '');
    return sum + Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0) / 1024;
  }, 0);

/** CPU time that the tree has used so far, in clock ticks of 10 ms. */
export const cpuTicks = (root: number): number =>
  tree(root).reduce((sum, pid) => sum + read(() => Number(stat(pid)[11]) + Number(stat(pid)[12]), 0), 0);
