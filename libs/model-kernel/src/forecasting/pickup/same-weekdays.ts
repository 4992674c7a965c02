import { DomainError } from '@bellwether/errors';

/** Seven days, whatever the calendar: columns a multiple of it apart are the same day of the week. */
export const WEEK = 7;

/**
 * The last `count` days of the same weekday as `day`, none after `latest`, newest first.
 *
 * @throws FAILED_PRECONDITION when there is none.
 */
export function sameWeekdays(day: number, latest: number, count: number): number[] {
  const days: number[] = [];
  const back = Math.max(1, Math.ceil((day - latest) / WEEK));
  for (let past = day - WEEK * back; past >= 0 && days.length < count; past -= WEEK) days.push(past);
  if (days.length === 0) {
    throw new DomainError('FAILED_PRECONDITION', `no day of the weekday of day ${day} is known by day ${latest}`);
  }
  return days;
}

/** Σ w value / Σ w over days newest first, w halving every `halfLife` days of the list; equal for Infinity. */
export function recencyMean(days: readonly number[], value: (day: number) => number, halfLife = Infinity): number {
  let sum = 0;
  let total = 0;
  days.forEach((day, age) => {
    const weight = 0.5 ** (age / halfLife);
    sum += weight * value(day);
    total += weight;
  });
  return sum / total;
}
