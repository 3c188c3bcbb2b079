import { Cron } from 'croner';

/**
 * What is remembered of a task's calendar: which time of day it followed and the newest moment of it that was dealt with, whether by
 * running or by leaving it out.
 */
export interface CalendarMark {
  at: string;
  handled: number;
}

/** What a look at the calendar says: `onTime`, `missed` (the agent was off or asleep), or nothing to do. */
export interface CalendarLook {
  mark: CalendarMark;
  due?: 'onTime' | 'missed';
}

/** Later than this, milliseconds, a moment counts as missed. */
const onTimeWithin = 5 * 60_000;

/** A clock that shows an earlier time was never set since the computer was switched on. */
const earliestBelievable = Date.UTC(2026, 0, 1);

const cronOf = (at: string, timeZone: string | undefined): Cron => {
  const [hour = '', minute = ''] = at.split(':');
  return new Cron(`${Number(minute)} ${Number(hour)} * * *`, {
    paused: true,
    ...(timeZone === undefined ? {} : { timezone: timeZone }),
  });
};

const second = 1000;

/** The newest occurrence that is not after `now`. Croner looks strictly before whole seconds. */
const newestUpTo = (cron: Cron, now: number): number => {
  const [occurrence] = cron.previousRuns(1, new Date(Math.floor(now / second) * second + second));
  return occurrence?.getTime() ?? 0;
};

/**
 * The next occurrence of a time of day after `now`.
 * @param at local time such as `09:30`
 * @param timeZone IANA name; the computer's own when undefined
 * @returns milliseconds since 1970
 */
export const nextOccurrence = (at: string, now: number, timeZone?: string): number =>
  cronOf(at, timeZone).nextRun(new Date(now))?.getTime() ?? Number.POSITIVE_INFINITY;

/**
 * Looks at the clock for one daily task; the rules stand at the head of `scheduler.ts`.
 * @param mark what the look before left behind; nothing at the first look
 * @returns nothing while the clock is not to be believed
 */
export const lookAtCalendar = (
  at: string,
  mark: CalendarMark | undefined,
  now: number,
  timeZone?: string,
): CalendarLook | undefined => {
  if (now < earliestBelievable) return undefined;
  const newest = newestUpTo(cronOf(at, timeZone), now);
  const fresh = { at, handled: newest };
  if (mark === undefined || mark.at !== at) return { mark: fresh };
  // Set back by more than one occurrence: the calendar begins anew from here.
  if (mark.handled > nextOccurrence(at, now, timeZone)) return { mark: fresh };
  if (newest <= mark.handled) return { mark };
  return { mark: fresh, due: now - newest <= onTimeWithin ? 'onTime' : 'missed' };
};
