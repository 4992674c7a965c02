import type { PurchaseLedger } from './purchase-ledger.js';

/** Days of the unit in which times are told, as in the papers. */
export const WEEK_DAYS = 7;

/** Customers as of a day, a column each, shape (n,): those who had bought by its end. All times are in weeks. */
export interface PurchaseSummary {
  /** Which of the ledger's. */
  readonly customers: Int32Array;
  /** x: repeat purchases. */
  readonly frequency: Float64Array;
  /** t_x: from the first purchase to the last. */
  readonly recency: Float64Array;
  /** T: from the first purchase to the day. */
  readonly age: Float64Array;
  /** z̄: mean value of repeat purchases, in money; 0 where there is none. The first purchase is often unlike the others. */
  readonly meanValue: Float64Array;
  /** Of all purchases, in money. */
  readonly totalValue: Float64Array;
}

/** @param asOf the last day that is known, days since 1970-01-01. */
export function summarizePurchases({ offsets, days, values }: PurchaseLedger, asOf: number): PurchaseSummary {
  const customers = Int32Array.from(
    Array.from({ length: offsets.length - 1 }, (_, c) => c).filter((c) => days[offsets[c]!]! <= asOf),
  );
  const column = (value: (from: number, to: number) => number): Float64Array =>
    Float64Array.from(customers, (c) => value(offsets[c]!, endOf(days, offsets[c]!, offsets[c + 1]!, asOf)));
  const sum = (from: number, to: number): number =>
    values.subarray(from, to).reduce((total, value) => total + value, 0);
  return {
    customers,
    frequency: column((from, to) => to - from - 1),
    recency: column((from, to) => (days[to - 1]! - days[from]!) / WEEK_DAYS),
    age: column((from) => (asOf - days[from]!) / WEEK_DAYS),
    meanValue: column((from, to) => (to - from === 1 ? 0 : sum(from + 1, to) / (to - from - 1))),
    totalValue: column(sum),
  };
}

/** What each of these customers bought from the day after `after` to the day `until`, shape (n,) each. */
export function purchasesBetween(
  { offsets, days, values }: PurchaseLedger,
  customers: Int32Array,
  after: number,
  until: number,
): { readonly purchases: Float64Array; readonly value: Float64Array } {
  const purchases = new Float64Array(customers.length);
  const value = new Float64Array(customers.length);
  customers.forEach((c, i) => {
    const to = endOf(days, offsets[c]!, offsets[c + 1]!, until);
    for (let k = endOf(days, offsets[c]!, to, after); k < to; k++) {
      purchases[i]! += 1;
      value[i]! += values[k]!;
    }
  });
  return { purchases, value };
}

/** The first of the purchases from … to − 1 that comes after a day; `to` where none does. */
function endOf(days: Int32Array, from: number, to: number, day: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (days[middle]! <= day) low = middle + 1;
    else high = middle;
  }
  return low;
}
