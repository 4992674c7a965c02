import { firstOfMonth, monthOf, type OrderColumns } from '../segments/index.js';
import { wilsonInterval, type ShareInterval } from './wilson-interval.js';

export interface RetentionCell extends ShareInterval {
  /** Months after the month of the first order. */
  readonly month: number;
  /** Customers of the cohort who ordered in it. */
  readonly active: number;
}

/** Customers whose first order was in one month. */
export interface Cohort {
  /** First day of the month, days since 1970-01-01. */
  readonly start: number;
  readonly customers: number;
  /** By month, from 0 (where all are active) on. */
  readonly retention: readonly RetentionCell[];
}

/**
 * Of those whose first order was in a month, how many ordered again in each later month, with Wilson intervals: only months that
 * were over before a day, since a month that has just begun looks like everybody's leaving.
 *
 * @param asOf days since 1970-01-01. @param months at most so many after the first.
 */
export function retentionTable({ customerIds, customer, day }: OrderColumns, asOf: number, months = 12): Cohort[] {
  const over = monthOf(asOf);
  const first = new Int32Array(customerIds.length).fill(over);
  const active = new Set<number>();
  for (let i = 0; i < customer.length; i++) {
    const month = monthOf(day[i]!);
    if (month >= over) continue;
    first[customer[i]!] = Math.min(first[customer[i]!]!, month);
    active.add(month * customerIds.length + customer[i]!);
  }
  const counts = new Map<number, Int32Array>();
  for (const key of active) {
    const month = Math.floor(key / customerIds.length);
    const start = first[key % customerIds.length]!;
    if (month - start > months) continue;
    if (!counts.has(start)) counts.set(start, new Int32Array(Math.min(months, over - 1 - start) + 1));
    counts.get(start)![month - start]!++;
  }
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([start, perMonth]) => ({
      start: firstOfMonth(asOf, start - over),
      customers: perMonth[0]!,
      retention: Array.from(perMonth, (count, month) => ({
        ...{ month, active: count },
        ...wilsonInterval(count, perMonth[0]!),
      })),
    }));
}
