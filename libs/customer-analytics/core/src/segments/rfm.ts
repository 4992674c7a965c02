import type { OrderColumns } from './order-columns.js';

/** Recency, orders and revenue of the customers who ordered before a day. */
export interface Rfm {
  /** Shape (n,): indices of the columns' customers, ascending. */
  readonly customer: Int32Array;
  /** Shape (n,): days from the last order to the day, 1 or more. */
  readonly recencyDays: Float64Array;
  /** Shape (n,): orders, the first included: one more than the frequency of a buy-till-you-die model. */
  readonly orders: Float64Array;
  /** Shape (n,): money of all of them. */
  readonly revenue: Float64Array;
}

/**
 * Recency, frequency and monetary value, of orders before a day.
 *
 * @param asOf days since 1970-01-01; orders of that day and later are not known yet.
 * @see Bult & Wansbeek (1995), Optimal selection for direct mail, Marketing Science 14.
 */
export function rfmOf({ customerIds, customer, day, revenue }: OrderColumns, asOf: number): Rfm {
  const last = new Int32Array(customerIds.length).fill(-2_147_483_648);
  const orders = new Float64Array(customerIds.length);
  const money = new Float64Array(customerIds.length);
  for (let i = 0; i < customer.length; i++) {
    if (day[i]! >= asOf) continue;
    const who = customer[i]!;
    if (day[i]! > last[who]!) last[who] = day[i]!;
    orders[who]!++;
    money[who]! += revenue[i]!;
  }
  const known = Int32Array.from(customerIds.keys()).filter((who) => orders[who]! > 0);
  const of = (values: ArrayLike<number>) => Float64Array.from(known, (who) => values[who]!);
  return { customer: known, recencyDays: of(last).map((at) => asOf - at), orders: of(orders), revenue: of(money) };
}
