/** A series of one value a day without gaps, of something that has a name. */
export interface DailySeries {
  /** What it is of, such as `property`; the series of a kind are fitted together. */
  readonly kind: string;
  readonly id: string;
  /** Days since 1970-01-01 of the first value. */
  readonly startDay: number;
  /** Shape (n,), oldest first, not negative. */
  readonly values: Float64Array;
}

/** What a forecast goes on from: the end of a series. */
export interface SeriesEnd {
  /** Days since 1970-01-01 of the last value. */
  readonly lastDay: number;
  /** The last values, oldest first; models that look back take what they need. */
  readonly values: ArrayLike<number>;
}

/** 0 is Sunday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

export function endOf({ startDay, values }: DailySeries): SeriesEnd {
  return { lastDay: startDay + values.length - 1, values };
}
