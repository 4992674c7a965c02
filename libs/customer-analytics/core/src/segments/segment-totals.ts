import type { Rfm } from './rfm.js';

export interface SegmentTotal {
  readonly name: string;
  readonly customers: number;
  readonly orders: number;
  /** Money. */
  readonly revenue: number;
}

/** Customers, orders and revenue of each segment that has any, in the order of the names. */
export function segmentTotals(rfm: Rfm, segments: readonly string[], names: readonly string[]): SegmentTotal[] {
  const totals = new Map(names.map((name) => [name, { name, customers: 0, orders: 0, revenue: 0 }]));
  segments.forEach((name, i) => {
    const total = totals.get(name)!;
    total.customers++;
    total.orders += rfm.orders[i]!;
    total.revenue += rfm.revenue[i]!;
  });
  return [...totals.values()].filter(({ customers }) => customers > 0);
}

/** A segment beside all of them. */
export interface SegmentShare extends SegmentTotal {
  /** Of the customers and of the revenue of all segments; each sums to 1. */
  readonly customerShare: number;
  readonly revenueShare: number;
  /** Money an order. */
  readonly averageOrderValue: number;
}

/** Shares of the whole; of a revenue of nothing each has its share of the customers. */
export function segmentShares(totals: readonly SegmentTotal[]): SegmentShare[] {
  const customers = totals.reduce((sum, total) => sum + total.customers, 0);
  const revenue = totals.reduce((sum, total) => sum + total.revenue, 0);
  return totals.map((total) => ({
    ...total,
    customerShare: total.customers / customers,
    revenueShare: revenue === 0 ? total.customers / customers : total.revenue / revenue,
    averageOrderValue: total.revenue / total.orders,
  }));
}
