const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  ['day', day],
  ['hour', hour],
  ['minute', minute],
  ['second', second],
] as const;

/** How long ago (or until when) a moment is, such as `5 min. ago`; both in milliseconds since 1970. */
export function formatAge(moment: number, now: number, language: string): string {
  const age = now - moment;
  const [unit, length] = steps.find(([, length]) => Math.abs(age) >= length) ?? (['second', second] as const);
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' });
  return format.format(-Math.trunc(age / length) || 0, unit);
}

/** Date and time of a moment as the language writes them, in the reader's time zone. */
export function formatMoment(moment: number, language: string, timeZone?: string): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium', ...zone }).format(
    moment,
  );
}

/** A length of time in its two largest units, such as `3 d 4 h` or `12 s`. */
export function formatDuration(ms: number, language: string): string {
  const first = steps.findIndex(([, length]) => ms >= length);
  const start = first === -1 ? steps.length - 1 : first;
  const parts = steps.slice(start, start + 2).map(([unit, length], index) => {
    const count = index === 0 ? ms / length : (ms % (steps[start]?.[1] ?? length)) / length;
    return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'narrow' }).format(
      Math.floor(count),
    );
  });
  return parts.filter((part, index) => index === 0 || !/^0\D/.test(part)).join(' ');
}
