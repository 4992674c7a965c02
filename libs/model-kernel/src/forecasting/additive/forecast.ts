import { DomainError } from '@bellwether/errors';
import { createRng, quantileOfSorted } from '../../numerics/index.js';
import { computeComponents, type AdditiveComponents } from './components.js';
import type { AdditiveFit } from './fit.js';
import type { AdditiveTimes } from './options.js';
import { simulatePaths } from './simulate.js';

export interface AdditiveForecastOptions {
  /** Coverages of the intervals, each in (0, 1); [0.8]. None: no simulation. */
  readonly coverages?: readonly number[];
  /** Simulated futures; 1,000. */
  readonly draws?: number;
  /** 0. */
  readonly seed?: number;
}

/** Between the (1 − coverage)/2 and (1 + coverage)/2 quantiles of the simulated futures, each shape (n,), in the unit of y. */
export interface AdditiveInterval {
  readonly coverage: number;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly trendLower: Float64Array;
  readonly trendUpper: Float64Array;
}

export interface AdditiveForecast extends AdditiveComponents {
  readonly intervals: readonly AdditiveInterval[];
}

/**
 * Forecasts, or fits in hindsight, at any times: the mean and its parts, and intervals from simulated futures. The same fit,
 * times and seed give the same answer.
 *
 * @throws INVALID_ARGUMENT for a regressor or a capacity without values for these times, by name; for a coverage outside (0, 1)
 *   or draws that are no whole number ≥ 1.
 */
export function forecastAdditive(
  fit: AdditiveFit,
  times: AdditiveTimes,
  options: AdditiveForecastOptions = {},
): AdditiveForecast {
  const { coverages = [0.8], draws = 1000, seed = 0 } = options;
  const bad = coverages.find((coverage) => !(coverage > 0 && coverage < 1));
  if (bad !== undefined) throw new DomainError('INVALID_ARGUMENT', `a coverage must be in (0, 1), got ${bad}`);
  if (!Number.isInteger(draws) || draws < 1) {
    throw new DomainError('INVALID_ARGUMENT', `draws must be a whole number from 1 on, got ${draws}`);
  }
  const parts = computeComponents(fit, times);
  const { mean, trend, terms, holidays, additive, multiplicative } = parts;
  const forecast = { mean, trend, terms, holidays, additive, multiplicative };
  if (coverages.length === 0) return { ...forecast, intervals: [] };
  const paths = simulatePaths(fit, parts, draws, createRng(seed));
  const n = mean.length;
  const intervals = coverages.map((coverage) => ({
    coverage,
    lower: new Float64Array(n),
    upper: new Float64Array(n),
    trendLower: new Float64Array(n),
    trendUpper: new Float64Array(n),
  }));
  for (let i = 0; i < n; i++) {
    const y = paths.y.subarray(i * draws, (i + 1) * draws).sort();
    const level = paths.trend.subarray(i * draws, (i + 1) * draws).sort();
    for (const interval of intervals) {
      const tail = (1 - interval.coverage) / 2;
      interval.lower[i] = quantileOfSorted(y, tail);
      interval.upper[i] = quantileOfSorted(y, 1 - tail);
      interval.trendLower[i] = quantileOfSorted(level, tail);
      interval.trendUpper[i] = quantileOfSorted(level, 1 - tail);
    }
  }
  return { ...forecast, intervals };
}
