const MS_PER_DAY = 86_400_000;

/** `YYYY-MM-DD` of days since 1970-01-01. */
export function dateOf(day: number): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
}

/** Days since 1970-01-01 of a `YYYY-MM-DD` that is a day. */
export function dayNumber(date: string): number {
  return Date.parse(date) / MS_PER_DAY;
}

/** The day that it is somewhere, in days since 1970-01-01. @param timeZone IANA name. */
export function dayIn(timeZone: string, instant: Date): number {
  // Swedish dates are ISO dates.
  return dayNumber(new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(instant));
}
