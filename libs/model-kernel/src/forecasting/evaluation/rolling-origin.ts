import { DomainError } from '@bellwether/errors';
import { checkHorizon } from '../check-series.js';
import type { ForecastMethod } from '../method.js';

export interface OriginOptions {
  /** Steps ahead at every origin. */
  readonly h: number;
  /** Values known at the first origin. */
  readonly first: number;
  /** Steps from one origin to the next; 1 when absent. */
  readonly step?: number;
}

/**
 * The origins of an evaluation on a rolling origin, each the number of values that are known there: first, first + step, … as long
 * as h values follow.
 *
 * @throws INVALID_ARGUMENT unless h, first and step are whole numbers ≥ 1 and the series reaches over the first origin's horizon.
 * @see Tashman (2000), Out-of-sample tests of forecasting accuracy, International Journal of Forecasting 16(4).
 */
export function rollingOrigins(n: number, { h, first, step = 1 }: OriginOptions): number[] {
  checkHorizon(h);
  for (const [name, value] of Object.entries({ first, step })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new DomainError('INVALID_ARGUMENT', `${name} must be a whole number from 1 on, got ${value}`);
    }
  }
  if (first + h > n) {
    throw new DomainError('INVALID_ARGUMENT', `first + h must be at most the ${n} values there are, got ${first + h}`);
  }
  const origins: number[] = [];
  for (let origin = first; origin + h <= n; origin += step) origins.push(origin);
  return origins;
}

/** What a method forecast at each origin, and what came; matrices have a row an origin and a column a step ahead. Plain data. */
export interface RollingOriginRun {
  readonly origins: readonly number[];
  readonly actual: readonly (readonly number[])[];
  readonly mean: readonly (readonly number[])[];
  readonly deviation: readonly (readonly number[])[];
}

/**
 * Fits the method anew at every origin on the values up to it, and forecasts h steps.
 *
 * @throws as {@link rollingOrigins}, and as the method does.
 */
export function runRollingOrigin(
  method: Pick<ForecastMethod, 'fit' | 'forecast'>,
  y: Float64Array,
  options: OriginOptions & { readonly m: number },
): RollingOriginRun {
  const { h, m } = options;
  const origins = rollingOrigins(y.length, options);
  const forecasts = origins.map((origin) => method.forecast(method.fit(y.slice(0, origin), { m }), h));
  return {
    origins,
    actual: origins.map((origin) => [...y.subarray(origin, origin + h)]),
    mean: forecasts.map(({ mean }) => [...mean]),
    deviation: forecasts.map(({ deviation }) => [...deviation]),
  };
}

/** y − ŷ by step ahead, shape (h, origins). */
export function errorsByHorizon({ actual, mean }: RollingOriginRun): number[][] {
  return actual[0]!.map((_, step) => actual.map((row, origin) => row[step]! - mean[origin]![step]!));
}
