/** The middle value; of an even number of values the mean of the two in the middle. */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) throw new RangeError('there is nothing to take the middle of');
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** One figure of ours beside its peer's, measured in the same run. */
export interface Comparison {
  what: string;
  unit: string;
  ours: readonly number[];
  peer: readonly number[];
  peerName: string;
  /** Whether a larger figure is better (throughput) or a smaller one (memory, time). */
  better: 'larger' | 'smaller';
  /** The bar for ours divided by the peer's. */
  bar: number;
}

const shown = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2);

/** Prints the comparison as one line; gives whether the bar was held. */
export const report = ({ what, unit, ours, peer, peerName, better, bar }: Comparison): boolean => {
  const ratio = median(ours) / median(peer);
  const held = better === 'larger' ? ratio >= bar : ratio <= bar;
  const sign = better === 'larger' ? '≥' : '≤';
  process.stdout.write(
    `${what}: ours ${shown(median(ours))} ${unit}, ${peerName} ${shown(median(peer))} ${unit}, ratio ${ratio.toFixed(3)} (bar ${sign} ${bar}) ${held ? 'held' : 'MISSED'}\n`,
  );
  return held;
};
