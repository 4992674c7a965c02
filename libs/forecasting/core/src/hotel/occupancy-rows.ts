import { dateOfEpochDay } from './days.js';
import type { HotelOutlook, TypeOutlook } from './outlook.js';
import { pathBounds } from './path-bounds.js';

export type Granularity = 'daily' | 'weekly' | 'monthly';

/** Which part of an outlook is asked for: days from … to, indices of its days, and room types by index. */
export interface OutlookPart {
  readonly from: number;
  readonly to: number;
  readonly types: readonly number[];
}

/** Room-nights of a day, a week or a month. */
export interface OccupancyRow {
  /** First day that lies in the part asked for, since 1970-01-01. */
  readonly day: number;
  readonly days: number;
  readonly rooms: number;
  readonly occupied: number;
  /** Of the sum over the days. */
  readonly lower: number;
  readonly upper: number;
}

/** Occupied rooms by day, calendar week (from Monday) or month. */
export function occupancyRows(
  outlook: HotelOutlook,
  part: OutlookPart,
  granularity: Granularity,
  coverage: number,
): OccupancyRow[] {
  return periods(outlook.asOf + 1, part, granularity).map(({ from, to }) => {
    const types = part.types.map((t) => outlook.types[t]!);
    const occupied = sumOver(types, from, to, ({ occupied: rooms }, k) => rooms[k]!);
    const paths = roomSums(outlook, part.types, from, to);
    const { lower, upper } = pathBounds(paths, coverage);
    return {
      day: outlook.asOf + 1 + from,
      days: to - from + 1,
      rooms: sumOver(types, from, to, ({ rooms }) => rooms),
      occupied,
      lower: Math.min(lower, occupied),
      upper: Math.max(upper, occupied),
    };
  });
}

/** Room-nights of some types over some days, by path. */
function roomSums(
  { roomPaths, types, days, paths }: HotelOutlook,
  of: readonly number[],
  from: number,
  to: number,
): Float64Array {
  const sums = new Float64Array(paths);
  for (let path = 0; path < paths; path++) {
    for (const t of of) {
      const row = (path * types.length + t) * days;
      for (let k = from; k <= to; k++) sums[path]! += roomPaths[row + k]!;
    }
  }
  return sums;
}

/** The days of a part, cut where a period ends. @param firstDay the day of index 0. */
function periods(
  firstDay: number,
  { from, to }: OutlookPart,
  granularity: Granularity,
): { from: number; to: number }[] {
  const cut: { from: number; to: number }[] = [];
  for (let k = from; k <= to; k++) {
    const last = cut.at(-1);
    if (last === undefined || beginsPeriod(firstDay + k, granularity)) cut.push({ from: k, to: k });
    else last.to = k;
  }
  return cut;
}

/** 1970-01-01 was a Thursday. */
const MONDAY = 4;

function beginsPeriod(day: number, granularity: Granularity): boolean {
  switch (granularity) {
    case 'daily':
      return true;
    case 'weekly':
      return day % 7 === MONDAY;
    case 'monthly':
      return dateOfEpochDay(day).endsWith('-01');
  }
}

function sumOver(
  types: readonly TypeOutlook[],
  from: number,
  to: number,
  of: (type: TypeOutlook, day: number) => number,
): number {
  let sum = 0;
  for (const type of types) for (let k = from; k <= to; k++) sum += of(type, k);
  return sum;
}
