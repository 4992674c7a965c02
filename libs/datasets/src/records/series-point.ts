import type { TableLayout } from '../tables/table-layout.js';

/** A value of a time series, as every source delivers it. */
export interface SeriesPoint {
  readonly series_id: string;
  /** `YYYY-MM-DD`; of a week or month its day as the source dates it. */
  readonly observed_on: string;
  readonly value: number;
  /** What was known of the day beside the value, by name; what is not known is left out. */
  readonly regressors: Readonly<Record<string, number>>;
}

export const SERIES_TABLE = {
  name: 'series',
  columns: {
    series_id: 'text',
    observed_on: 'day',
    value: 'number',
    regressors: 'numbers_by_name',
  },
  order: ['series_id', 'observed_on'],
} as const satisfies TableLayout<SeriesPoint>;
