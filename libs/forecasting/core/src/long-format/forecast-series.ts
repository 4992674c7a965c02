import {
  FORECAST_METHODS,
  mstlMethod,
  type ForecastMethod,
  type ForecastMethodName,
} from '@bellwether/model-kernel/forecasting';
import { forecastBy, seasonOf, usableSeasons, type SeriesForecast, type StepOptions } from './forecast-by.js';

export interface SeriesOptions extends StepOptions {
  readonly method: ForecastMethodName;
}

/**
 * Forecasts one series by a method of its own past, as {@link forecastBy} does.
 *
 * @param y shape (n,), oldest first, finite.
 * @throws INVALID_ARGUMENT for a series shorter than the method takes, or options out of range.
 */
export function forecastSeries(y: Float64Array, { method, ...options }: SeriesOptions): SeriesForecast {
  const { seasons } = options;
  const chosen = methodOf(method, usableSeasons(y, seasons));
  const forecast = forecastBy(chosen, method, y, { ...options, m: seasonOf(y, seasons) });
  return seasons.length > 1 && method === 'automatic' ? { ...forecast, method: 'mstl' } : forecast;
}

function methodOf(name: ForecastMethodName, seasons: readonly number[]): ForecastMethod {
  return seasons.length > 1 && (name === 'automatic' || name === 'mstl')
    ? mstlMethod(() => seasons)
    : FORECAST_METHODS[name];
}
