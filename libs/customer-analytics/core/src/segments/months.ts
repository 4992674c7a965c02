const DAY_MS = 86_400_000;

/** Months since January of the year 0. @param day days since 1970-01-01. */
export function monthOf(day: number): number {
  const date = new Date(day * DAY_MS);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** The first day of a day's month, or of so many months from it, in days since 1970-01-01. */
export function firstOfMonth(day: number, months = 0): number {
  const date = new Date(day * DAY_MS);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months) / DAY_MS;
}
