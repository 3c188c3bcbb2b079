const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** A size in words, with as many digits as help: `512 B`, `1.4 MB`. */
export const formatBytes = (bytes: number, language: string): string => {
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** step;
  const digits = step === 0 || value >= 100 ? 0 : 1;
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value)} ${units[step] ?? 'B'}`;
};

/** A moment as date and time to the second. */
export const formatMoment = (moment: number, language: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }).format(moment);

/** A moment in few letters: today the time alone, else the date too, and the year when it is another one. */
export const formatShortMoment = (moment: number, now: number, language: string): string => {
  const [then, today] = [new Date(moment), new Date(now)];
  const sameDay = then.toDateString() === today.toDateString();
  const sameYear = then.getFullYear() === today.getFullYear();
  return new Intl.DateTimeFormat(language, {
    ...(!sameDay && { day: 'numeric', month: 'short' }),
    ...(!sameYear && { year: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    ...(sameDay && { second: '2-digit' }),
  }).format(moment);
};

/** A date alone. */
export const formatDate = (moment: number, language: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(moment);

const spans: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];

/** How long ago, or how soon: `12 seconds ago`, `in 3 minutes`. */
export const formatRelative = (moment: number, now: number, language: string): string => {
  const distance = moment - now;
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const [unit, ms] = spans.find(([, size]) => Math.abs(distance) >= size) ?? ['second', 1000];
  return words.format(Math.trunc(distance / ms), unit);
};

/** A duration of a step: `12 ms`, `1.4 s`. */
export const formatDuration = (ms: number, language: string): string =>
  ms < 1000
    ? `${new Intl.NumberFormat(language, { maximumFractionDigits: 0 }).format(ms)} ms`
    : `${new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(ms / 1000)} s`;
