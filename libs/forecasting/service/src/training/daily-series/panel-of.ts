import type { DailySeries } from '@bellwether/forecasting-core';

/** What came of one thing on one day. */
export interface DayCell {
  readonly id: string;
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly value: number;
}

/** The days that a panel is of, both included, as days since 1970-01-01. */
export interface DayRange {
  readonly first: number;
  readonly last: number;
}

/** The series of a kind: 0 on days without a cell, and for a thing without any; cells outside the range are left out. */
export function panelOf(
  kind: string,
  ids: readonly string[],
  cells: readonly DayCell[],
  { first, last }: DayRange,
): DailySeries[] {
  const byId = new Map(ids.map((id) => [id, new Float64Array(last - first + 1)]));
  for (const { id, day, value } of cells) {
    const values = byId.get(id);
    if (values !== undefined && day >= first && day <= last) values[day - first]! += value;
  }
  return [...byId].map(([id, values]) => ({ kind, id, startDay: first, values }));
}
