const MS_A_DAY = 86_400_000;

/** Days since 1970-01-01 of a date `YYYY-MM-DD`. */
export function epochDay(date: string): number {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / MS_A_DAY);
}

/** `YYYY-MM-DD` of a day since 1970-01-01. */
export function dateOfEpochDay(day: number): string {
  return new Date(day * MS_A_DAY).toISOString().slice(0, 10);
}

/** The day that it is in a time zone, in days since 1970-01-01. @param timeZone IANA name. */
export function dayIn(timeZone: string, now: Date): number {
  // en-CA writes dates as ISO 8601 does.
  return epochDay(new Intl.DateTimeFormat('en-CA', { timeZone }).format(now));
}
