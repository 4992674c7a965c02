import { instantOn } from '@bellwether/forecasting-core';
import type { ForecastOf } from './forecast-file.js';
import type { SeriesTable } from './read-series.js';

/** A step ahead: `date`, `yhat`, and for each level `yhat_lower_95` and `yhat_upper_95`. */
export type ForecastRow = Readonly<Record<string, string | number>> & { readonly date: string; readonly yhat: number };

/** The steps ahead of a series, with dates as the input had them; none for a series that was refused. */
export function forecastRows(
  { byDay }: Pick<SeriesTable, 'byDay'>,
  { series, forecast }: ForecastOf,
  levels: readonly number[],
): ForecastRow[] {
  if (forecast === undefined) return [];
  return Array.from(forecast.mean, (yhat, step) => {
    const instant = new Date(instantOn(series.grid, series.y.length + step)).toISOString();
    const bounds = forecast.intervals.flatMap(({ lower, upper }, i) => [
      [`yhat_lower_${levels[i]}`, lower[step]!],
      [`yhat_upper_${levels[i]}`, upper[step]!],
    ]);
    return { date: byDay ? instant.slice(0, 10) : instant, yhat, ...Object.fromEntries(bounds) };
  });
}
