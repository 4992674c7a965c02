import { civilDate, dayFrom, type Day } from '../calendar/day.js';

/** The seasons of the coast: summer is high, the typhoon months are low. */
export const SEASONS = ['low', 'shoulder', 'high'] as const;
export type Season = (typeof SEASONS)[number];

/** The season of a month, 1–12. */
export function seasonOf(month: number): Season {
  if (month >= 6 && month <= 8) return 'high';
  return month >= 9 && month <= 11 ? 'low' : 'shoulder';
}

/**
 * A yearly curve through twelve monthly values, held at the middle of each month and straight in between.
 *
 * @param byMonth January first.
 */
export function yearlyCurve(byMonth: readonly number[], day: Day): number {
  const { year, month, dayOfMonth } = civilDate(day);
  const nextMonth = month === 12 ? dayFrom(year + 1, 1, 1)! : dayFrom(year, month + 1, 1)!;
  const length = nextMonth - (day - dayOfMonth + 1);
  const position = month - 1 + (dayOfMonth - 0.5) / length - 0.5;
  const before = Math.floor(position);
  const from = byMonth[(before + 12) % 12]!;
  const to = byMonth[(before + 13) % 12]!;
  return from + (position - before) * (to - from);
}
