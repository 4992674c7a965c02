import type { SegmentTotal } from './segment-totals.js';

/** What groups that are too small to be shown become. */
export const OTHER = 'Other';

export interface MergedGroups {
  readonly groups: readonly SegmentTotal[];
  /** Names of those that are in «Other». */
  readonly merged: readonly string[];
}

/**
 * Groups of fewer customers than may be shown become one, with the smallest of the others where it is still too small: the sums
 * stay what they were, and a small group is not the difference of what is shown.
 *
 * @param least customers of a group that is shown. Fewer in all give no groups.
 */
export function mergeSmallGroups(totals: readonly SegmentTotal[], least: number): MergedGroups {
  const bySize = [...totals].sort((a, b) => a.customers - b.customers || totals.indexOf(a) - totals.indexOf(b));
  let count = bySize.filter(({ customers }) => customers < least).length;
  if (count === 0) return { groups: totals, merged: [] };
  const sizeOf = (n: number) => bySize.slice(0, n).reduce((sum, { customers }) => sum + customers, 0);
  while (count < bySize.length && (count < 2 || sizeOf(count) < least)) count++;
  const small = bySize.slice(0, count);
  const merged = totals.filter((total) => small.includes(total)).map(({ name }) => name);
  if (sizeOf(count) < least) return { groups: [], merged };
  const sum = (of: (total: SegmentTotal) => number) => small.reduce((total, each) => total + of(each), 0);
  const other: SegmentTotal = {
    name: OTHER,
    customers: sum((total) => total.customers),
    orders: sum((total) => total.orders),
    revenue: sum((total) => total.revenue),
  };
  return { groups: [...totals.filter((total) => !small.includes(total)), other], merged };
}
