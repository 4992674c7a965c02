import { DomainError } from '@bellwether/errors';
import {
  absoluteScale,
  fitSplitConformal,
  FORECAST_METHODS,
  normalIntervals,
  runRollingOrigin,
  splitConformalIntervals,
  type Forecast,
  type ForecastIntervals,
  type ForecastMethod,
  type RollingOriginRun,
} from '@bellwether/model-kernel/forecasting';
import { smape } from '@bellwether/model-kernel/metrics';

export interface StepOptions {
  /** Steps ahead. */
  readonly h: number;
  /** Seasonal periods, in steps; more than one are taken apart by MSTL. */
  readonly seasons: readonly number[];
  /** Coverages of the intervals, in (0, 1). */
  readonly coverages: readonly number[];
}

/** How a method did at the origins of its own past, h steps ahead. */
export interface BackTest {
  readonly origins: number;
  /** Mean absolute error over the mean seasonal difference of the whole series; null where that never changes. */
  readonly mase: number | null;
  /** The same of the seasonal naive method at the same origins: what is to be beaten. */
  readonly naive_mase: number | null;
  /** In [0, 2]. */
  readonly smape: number;
}

export interface SeriesForecast {
  readonly method: string;
  /** Shape (h,). */
  readonly mean: Float64Array;
  /** In the order of the coverages. */
  readonly intervals: readonly ForecastIntervals[];
  /** Left out where the series is too short for one. */
  readonly back_test?: BackTest;
}

/** Fits are made anew at each origin: so many tell enough, and the widest usual interval needs them. */
const MOST_ORIGINS = 20;
/** Before the first origin there are so many seasons, or the series has no season to speak of. */
const SEASONS_KNOWN = 2;

/** A method for a single series, without what only its makers ask of it. */
type Method = Pick<ForecastMethod, 'minimumLength' | 'fit' | 'forecast'>;

/**
 * Forecasts one series by a method, and says how that did on its past. Intervals are split conformal from the errors at the
 * origins of that past where there are enough of them for the coverage, else the method's own, normal. A series without a negative
 * value has no negative forecast.
 *
 * @param name what the method is called.
 * @param y shape (n,), oldest first, finite.
 * @throws INVALID_ARGUMENT for a series shorter than the method takes, or options out of range.
 */
export function forecastBy(
  method: Method,
  name: string,
  y: Float64Array,
  { h, m, coverages }: Omit<StepOptions, 'seasons'> & { readonly m: number },
): SeriesForecast {
  if (y.length < method.minimumLength(m)) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `the history of ${y.length} steps is too short: ${name} needs ${method.minimumLength(m)}`,
    );
  }
  const fit = method.fit(y, { m });
  const forecast = method.forecast(fit, h);
  const run = rollingRun(method, y, h, m);
  const intervals = coverages.map((coverage) => intervalsOf(forecast, coverage, run));
  const backTest = run && backTestOf(run, y, h, m);
  const cut = y.every((value) => value >= 0) ? atLeastZero : (values: Float64Array) => values;
  return {
    method: nameOf(name, fit),
    mean: cut(forecast.mean),
    intervals: intervals.map((one) => ({ ...one, lower: cut(one.lower), upper: cut(one.upper) })),
    ...(backTest && { back_test: backTest }),
  };
}

/** The season of the methods that have one: the first that the series has seen twice, or none. */
export function seasonOf(y: Float64Array, seasons: readonly number[]): number {
  return usableSeasons(y, seasons)[0] ?? 1;
}

/** The seasons that the series has seen twice. */
export function usableSeasons(y: Float64Array, seasons: readonly number[]): number[] {
  return seasons.filter((season) => y.length >= SEASONS_KNOWN * season);
}

/** What an automatic method settled on, where it says so. */
function nameOf(method: string, fit: unknown): string {
  const { chosen } = fit as { readonly chosen?: unknown };
  return typeof chosen === 'string' ? `${method}: ${chosen}` : method;
}

/** The newest origins that leave a method enough to learn from; none where there is none. */
function rollingRun(method: Method, y: Float64Array, h: number, m: number): RollingOriginRun | undefined {
  const fewest = Math.max(method.minimumLength(m), SEASONS_KNOWN * m, Math.ceil(y.length / 3));
  const first = Math.max(fewest, y.length - h - MOST_ORIGINS + 1);
  return first + h > y.length ? undefined : runRollingOrigin(method, y, { h, first, m });
}

function backTestOf(run: RollingOriginRun, y: Float64Array, h: number, m: number): BackTest {
  const naive = runRollingOrigin(FORECAST_METHODS.seasonal_naive, y, { h, first: run.origins[0]!, m });
  const [actual, mean, naiveMean] = [run.actual, run.mean, naive.mean].map((matrix) => matrix.flat());
  const scale = scaleOf(y, m);
  const scaled = (predicted: readonly number[]) => (scale === null ? null : meanAbsolute(actual!, predicted) / scale);
  return {
    origins: run.origins.length,
    mase: scaled(mean!),
    naive_mase: scaled(naiveMean!),
    smape: smape(actual!, mean!),
  };
}

function scaleOf(y: Float64Array, m: number): number | null {
  return y.every((value, t) => t < m || value === y[t - m]) ? null : absoluteScale(y, m);
}

function meanAbsolute(actual: readonly number[], predicted: readonly number[]): number {
  return actual.reduce((sum, value, i) => sum + Math.abs(value - predicted[i]!), 0) / actual.length;
}

/** The conformal quantile exists from 1/α − 1 origins on. */
function intervalsOf(forecast: Forecast, coverage: number, run: RollingOriginRun | undefined): ForecastIntervals {
  const enough = run !== undefined && run.origins.length >= 1 / (1 - coverage) - 1 - 1e-9;
  return enough
    ? splitConformalIntervals(fitSplitConformal(run, coverage), forecast)
    : normalIntervals(forecast, coverage);
}

const atLeastZero = (values: Float64Array): Float64Array => values.map((value) => Math.max(0, value));
