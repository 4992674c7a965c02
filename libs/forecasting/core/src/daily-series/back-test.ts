import { DomainError } from '@bellwether/errors';
import { endOf, type DailySeries } from './daily-series.js';
import {
  SERIES_MODEL_NAMES,
  seriesModel,
  SHORTEST_SERIES,
  type PanelOptions,
  type SeriesModelName,
} from './series-models.js';

export interface BackTestOptions extends PanelOptions {
  /** Days ahead that are looked at, at most. */
  readonly horizon: number;
  /** Origins, at most; each lies `everyDays` before the one after it, the last as many before the end. */
  readonly origins: number;
  readonly everyDays: number;
}

/** What the models said at one day of the past, of all that came after, and what came. */
export interface PanelOrigin {
  /** Values known: the forecast begins with position `known` of each series. */
  readonly known: number;
  readonly h: number;
  /** By series in the order of the panel: the forecasts of each model that was for it, not below 0, shape (h,). */
  readonly forecasts: readonly ReadonlyMap<SeriesModelName, Float64Array>[];
}

/** The origins of a series of n days, oldest first; those that leave fewer days than a series must have are left out. */
export function originsOf(n: number, { origins, everyDays }: Pick<BackTestOptions, 'origins' | 'everyDays'>): number[] {
  return Array.from({ length: origins }, (_, i) => n - everyDays * (origins - i)).filter(
    (known) => known >= SHORTEST_SERIES,
  );
}

/**
 * Forecasts of every model from one origin, fitted to the days before it alone.
 *
 * @see Tashman (2000), Out-of-sample tests of forecasting accuracy, International Journal of Forecasting 16(4).
 */
export function forecastFrom(
  panel: readonly DailySeries[],
  known: number,
  { horizon, ...options }: Pick<BackTestOptions, 'horizon' | keyof PanelOptions>,
): PanelOrigin {
  const n = panel[0]?.values.length ?? 0;
  if (panel.some(({ values, startDay }) => values.length !== n || startDay !== panel[0]!.startDay)) {
    throw new DomainError('INVALID_ARGUMENT', 'the series of a panel must be of the same days');
  }
  const h = Math.min(horizon, n - known);
  const past = panel.map((series) => ({ ...series, values: series.values.subarray(0, known) }));
  const forecasts = panel.map(() => new Map<SeriesModelName, Float64Array>());
  for (const name of SERIES_MODEL_NAMES) {
    const model = seriesModel(name);
    const { shared, fits } = model.fit(past, options);
    fits.forEach((fit, i) => {
      if (fit !== null) forecasts[i]!.set(name, atLeastZero(model.forecast(shared, fit, endOf(past[i]!), h)));
    });
  }
  return { known, h, forecasts };
}

export const atLeastZero = (values: Float64Array): Float64Array => values.map((value) => Math.max(0, value));
