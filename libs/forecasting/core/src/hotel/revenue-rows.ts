import type { HotelOutlook } from './outlook.js';
import { pathBounds } from './path-bounds.js';

export type RevenueBreakdown = 'none' | 'room_type' | 'segment' | 'channel';

/** Money of a day, whole minor units. */
export interface RevenueRow {
  readonly day: number;
  readonly total: number;
  readonly lower: number;
  readonly upper: number;
  /** Parts that add up to the total; none where not asked for. */
  readonly parts: ReadonlyMap<string, number>;
}

export interface Revenue {
  readonly rows: readonly RevenueRow[];
  /** Bounds of the sum over all days. */
  readonly total: { readonly lower: number; readonly upper: number };
}

/** Revenue of the days with indices from … to. */
export function revenueRows(
  outlook: HotelOutlook,
  { from, to }: { readonly from: number; readonly to: number },
  by: RevenueBreakdown,
  coverage: number,
): Revenue {
  const { moneyPaths, paths, days } = outlook;
  const sums = new Float64Array(paths);
  const ofPath = new Float64Array(paths);
  const rows: RevenueRow[] = [];
  let expected = 0;
  for (let k = from; k <= to; k++) {
    for (let path = 0; path < paths; path++) {
      ofPath[path] = moneyPaths[path * days + k]!;
      sums[path]! += ofPath[path]!;
    }
    const total = moneyOfDay(outlook, k);
    expected += total;
    rows.push({ day: outlook.asOf + 1 + k, total, ...around(ofPath, total, coverage), parts: partsOf(outlook, k, by) });
  }
  return { rows, total: around(sums, expected, coverage) };
}

/** Bounds that hold the forecast, which is no path itself. */
function around(paths: Float64Array, value: number, coverage: number): { lower: number; upper: number } {
  const { lower, upper } = pathBounds(paths, coverage);
  return { lower: Math.min(lower, value), upper: Math.max(upper, value) };
}

function moneyOfDay({ types, leaves, days }: HotelOutlook, k: number): number {
  let sum = 0;
  for (const { money } of types) for (let l = 0; l < leaves.length; l++) sum += money[l * days + k]!;
  return sum;
}

function partsOf({ types, leaves, days }: HotelOutlook, k: number, by: RevenueBreakdown): Map<string, number> {
  const parts = new Map<string, number>();
  if (by === 'none') return parts;
  for (const { name, money } of types) {
    leaves.forEach((leaf, l) => {
      const part = by === 'room_type' ? name : leaf[by];
      parts.set(part, (parts.get(part) ?? 0) + money[l * days + k]!);
    });
  }
  return parts;
}
