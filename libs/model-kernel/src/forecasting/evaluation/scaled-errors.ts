import { DomainError } from '@bellwether/errors';
import { requireSample, weightedMean, type Column } from '../../metrics/sample.js';
import { checkSeries } from '../check-series.js';

/**
 * Mean absolute scaled error: mean |y − ŷ| over the test, by the mean |y_t − y_{t−m}| of the training values. 1 is as far off as the
 * seasonal naive method was within the sample.
 *
 * @param training shape (n,), n > m. @param m seasonal period; 1 without a season.
 * @throws INVALID_ARGUMENT for malformed columns.
 * @throws FAILED_PRECONDITION where the training values repeat exactly, so that nothing scales the error.
 * @see Hyndman & Koehler (2006), Another look at measures of forecast accuracy, International Journal of Forecasting 22(4).
 */
export function mase(actual: Column, predicted: Column, training: Float64Array, m: number): number {
  requireSample({ actual, predicted });
  return weightedMean(actual.length, (i) => Math.abs(actual[i]! - predicted[i]!)) / absoluteScale(training, m);
}

/**
 * Root mean squared scaled error: √(mean (y − ŷ)² / mean (y_t − y_{t−m})²). Arguments and errors as {@link mase}; the M5 competition
 * has m = 1 and leaves out the values before the first sale.
 *
 * @see Makridakis, Spiliotis & Assimakopoulos (2022), M5 accuracy competition, International Journal of Forecasting 38(4).
 */
export function rmsse(actual: Column, predicted: Column, training: Float64Array, m: number): number {
  requireSample({ actual, predicted });
  const squares = weightedMean(actual.length, (i) => (actual[i]! - predicted[i]!) ** 2);
  return Math.sqrt(squares / seasonalMean(training, m, (step) => step * step));
}

/**
 * Weighted RMSSE: Σ w_i RMSSE_i / Σ w_i over the series of all levels of a hierarchy; in the M5 competition w_i is what a series sold
 * in money over the last 28 days, and each level has the same weight altogether.
 *
 * @param errors RMSSE by series. @param weights ≥ 0, not all 0.
 */
export function wrmsse(errors: Column, weights: Column): number {
  requireSample({ errors }, weights);
  return weightedMean(errors.length, (i) => errors[i]!, weights);
}

/** Mean |y_t − y_{t−m}|, in the unit of y: the scale of {@link mase}. */
export function absoluteScale(training: Float64Array, m: number): number {
  return seasonalMean(training, m, Math.abs);
}

function seasonalMean(training: Float64Array, m: number, size: (step: number) => number): number {
  checkSeries(training, m, m + 1);
  let sum = 0;
  for (let t = m; t < training.length; t++) sum += size(training[t]! - training[t - m]!);
  if (sum === 0) {
    throw new DomainError('FAILED_PRECONDITION', `the training values must change within ${m} steps to scale an error`);
  }
  return sum / (training.length - m);
}
