import { DomainError } from '@bellwether/errors';

/** A calendar day as the number of days since 1970-01-01, so that days add and subtract. */
export type Day = number;

const MILLISECONDS_PER_DAY = 86_400_000;
const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** The day of a year, month (1–12) and day of month, or null where the calendar has no such day (30 February). */
export function dayFrom(year: number, month: number, dayOfMonth: number): Day | null {
  const date = new Date(Date.UTC(year, month - 1, dayOfMonth));
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === dayOfMonth;
  return exists ? date.getTime() / MILLISECONDS_PER_DAY : null;
}

/** The day of `YYYY-MM-DD`, or null where the text is no such date. */
export function parseDay(text: string): Day | null {
  const parts = ISO_DATE.exec(text);
  return parts === null ? null : dayFrom(Number(parts[1]), Number(parts[2]), Number(parts[3]));
}

/** As {@link parseDay}. @throws INVALID_ARGUMENT, naming the argument, where the text is no date. */
export function requireDay(name: string, text: string): Day {
  const day = parseDay(text);
  if (day === null) throw new DomainError('INVALID_ARGUMENT', `${name} must be a date YYYY-MM-DD, got ${text}`);
  return day;
}

/** Few days are asked for many times: an import of 91,531 rows meets fewer than 2,000. */
const isoDates = new Map<Day, string>();

/** `YYYY-MM-DD`. */
export function isoDate(day: Day): string {
  let text = isoDates.get(day);
  if (text === undefined) {
    text = new Date(day * MILLISECONDS_PER_DAY).toISOString().slice(0, 10);
    isoDates.set(day, text);
  }
  return text;
}

/** 0 = Sunday … 6 = Saturday. 1970-01-01 was a Thursday. */
export function weekday(day: Day): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** The calendar year, month 1–12 and day of month of a day. */
export function civilDate(day: Day): { year: number; month: number; dayOfMonth: number } {
  const text = isoDate(day);
  return { year: Number(text.slice(0, 4)), month: Number(text.slice(5, 7)), dayOfMonth: Number(text.slice(8, 10)) };
}

/**
 * Nights of a stay that fall on a Saturday or Sunday, as the hotel-bookings columns count them.
 *
 * @param nights whole nights from the arrival on, ≥ 0.
 */
export function weekendNights(arrival: Day, nights: number): number {
  let count = 0;
  for (let night = 0; night < nights; night++) {
    const day = weekday(arrival + night);
    if (day === 0 || day === 6) count += 1;
  }
  return count;
}
