import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes, formatDate, formatMoment, formatRelative } from '../../texts/format.ts';

/** Numbers and moments as the language of the page writes them. */
export interface Format {
  bytes(bytes: number): string;
  number(value: number, digits?: number): string;
  /** Of 0 to 100. */
  percent(percent: number): string;
  moment(moment: number): string;
  date(moment: number): string;
  /** The hour of a day, for the axis of a chart. */
  hour(moment: number): string;
  /** How long ago a past moment was. One that lies a little ahead, because two clocks differ, is now. */
  ago(moment: number, now: number): string;
  /** A long time in its two largest units, such as `3d 4h`. */
  span(seconds: number): string;
}

export function useFormat(): Format {
  const { i18n } = useTranslation();
  return useMemo(() => formatOf(i18n.language), [i18n.language]);
}

/** The formats of one language. */
export function formatOf(language: string): Format {
  const number = (value: number, digits = 0): string =>
    new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
  return {
    bytes: (bytes) => formatBytes(bytes, language),
    number,
    percent: (percent) => new Intl.NumberFormat(language, { style: 'percent' }).format(percent / 100),
    moment: (moment) => formatMoment(moment, language),
    date: (moment) => formatDate(moment, language),
    hour: (moment) =>
      new Intl.DateTimeFormat(language, { weekday: 'short', hour: '2-digit', minute: '2-digit' }).format(
        moment,
      ),
    ago: (moment, now) => formatRelative(Math.min(moment, now), now, language),
    span: (seconds) => formatSpan(seconds, language),
  };
}

const spanUnits = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

function formatSpan(seconds: number, language: string): string {
  const largest = spanUnits.findIndex(([, size]) => seconds >= size);
  const units = largest === -1 ? spanUnits.slice(-1) : spanUnits.slice(largest, largest + 2);
  let rest = Math.max(0, Math.floor(seconds));
  const counts = units.map(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return { unit, count };
  });
  return counts
    .filter(({ count }, at) => at === 0 || count > 0)
    .map(({ unit, count }) =>
      new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'narrow' }).format(count),
    )
    .join(' ');
}
