import type { ComputerDetail } from '#shared/portal-data.ts';

type LoadPoint = ComputerDetail['load'][number];
export type LoadSeries = 'cpuPercent' | 'memoryPercent';

/** What a chart of some hours' load is drawn from, in its own pixels. */
export interface LoadChart {
  /** The path of each line, broken where nothing was reported. */
  lines: Record<LoadSeries, string>;
  /** Lines of the time, at whole hours. */
  hours: { at: number; x: number }[];
  /** Lines of the percentage. */
  levels: { percent: number; y: number }[];
}

interface Area {
  from: number;
  to: number;
  width: number;
  height: number;
}

const hour = 3_600_000;
const shortestGap = hour / 4;

/** Lays out points between two moments (milliseconds since 1970) on an area of so many pixels. */
export function layOutLoad(points: LoadPoint[], area: Area, hoursApart: number): LoadChart {
  const x = (at: number): number => round(((at - area.from) / (area.to - area.from)) * area.width);
  const y = (percent: number): number => round(area.height * (1 - Math.min(100, Math.max(0, percent)) / 100));
  const inside = points.filter(({ at }) => at >= area.from && at <= area.to);
  const gap = longestStep(inside);
  const line = (series: LoadSeries): string => {
    let last: number | undefined;
    const parts = inside.map((point) => {
      const value = point[series];
      if (value === undefined) return '';
      const move = last === undefined || point.at - last > gap ? 'M' : 'L';
      last = point.at;
      return `${move}${x(point.at)} ${y(value)}`;
    });
    return parts.join('');
  };
  return {
    lines: { cpuPercent: line('cpuPercent'), memoryPercent: line('memoryPercent') },
    hours: wholeHours(area, hoursApart).map((at) => ({ at, x: x(at) })),
    levels: [0, 50, 100].map((percent) => ({ percent, y: y(percent) })),
  };
}

/** The point that is nearest to a moment. */
export function nearestPoint(points: LoadPoint[], at: number): LoadPoint | undefined {
  return points.reduce<LoadPoint | undefined>(
    (best, point) => (best === undefined || Math.abs(point.at - at) < Math.abs(best.at - at) ? point : best),
    undefined,
  );
}

/** The mean and the highest value of a series; nothing where it was never reported. */
export function summarise(
  points: LoadPoint[],
  series: LoadSeries,
): { mean: number; highest: number } | undefined {
  const values = points.map((point) => point[series]).filter((value) => value !== undefined);
  if (values.length === 0) return undefined;
  return {
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    highest: Math.max(...values),
  };
}

/** Points further apart than this were not reported one after the other. */
function longestStep(points: LoadPoint[]): number {
  const steps = points
    .slice(1)
    .map(({ at }, n) => at - (points[n]?.at ?? at))
    .toSorted((a, b) => a - b);
  return Math.max(shortestGap, 3 * (steps[Math.floor(steps.length / 2)] ?? 0));
}

/** Hours of the reader's clock within the area that `apart` divides. */
function wholeHours({ from, to }: Area, apart: number): number[] {
  const first = new Date(from);
  first.setMinutes(60, 0, 0);
  const hours = Array.from({ length: Math.ceil((to - from) / hour) }, (_, n) => first.getTime() + n * hour);
  return hours.filter((at) => at <= to && new Date(at).getHours() % apart === 0);
}

const round = (value: number): number => Math.round(value * 10) / 10;
