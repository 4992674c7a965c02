import { DomainError } from '@bellwether/errors';
import { requireSample, weightedMean, type Column } from './sample.js';

/**
 * Root mean squared error, √mean (ŷ − y)², in the unit of y.
 *
 * @param actual shape (n,), finite. @param predicted shape (n,), finite.
 * @param weights ≥ 0, shape (n,); equal when absent.
 * @throws INVALID_ARGUMENT for malformed columns.
 * @see Hyndman & Athanasopoulos (2018), Forecasting: Principles and Practice, 2nd ed., §3.4, for all four errors here.
 */
export function rmse(actual: Column, predicted: Column, weights?: Column): number {
  requireSample({ actual, predicted }, weights);
  return Math.sqrt(weightedMean(actual.length, (i) => (predicted[i]! - actual[i]!) ** 2, weights));
}

/** Mean absolute error, mean |ŷ − y|, in the unit of y. Arguments and errors as {@link rmse}. */
export function mae(actual: Column, predicted: Column, weights?: Column): number {
  requireSample({ actual, predicted }, weights);
  return weightedMean(actual.length, (i) => Math.abs(predicted[i]! - actual[i]!), weights);
}

/**
 * Mean absolute percentage error, mean |ŷ − y| / |y|, as a ratio: 0.085 is 8.5 %.
 *
 * @throws FAILED_PRECONDITION when a row of positive weight has y = 0: the measure does not exist there, and a floor
 *   under y would decide its value.
 */
export function mape(actual: Column, predicted: Column, weights?: Column): number {
  requireSample({ actual, predicted }, weights);
  return weightedMean(
    actual.length,
    (i) => {
      if (actual[i] === 0) {
        throw new DomainError('FAILED_PRECONDITION', `actual[${i}] must not be 0 for a percentage error`);
      }
      return Math.abs((predicted[i]! - actual[i]!) / actual[i]!);
    },
    weights,
  );
}

/**
 * Symmetric mean absolute percentage error, mean 2|ŷ − y| / (|y| + |ŷ|), as a ratio in [0, 2]; a row with y = ŷ = 0
 * counts 0, as in the M3 and M4 competitions.
 */
export function smape(actual: Column, predicted: Column, weights?: Column): number {
  requireSample({ actual, predicted }, weights);
  return weightedMean(
    actual.length,
    (i) => {
      const size = Math.abs(actual[i]!) + Math.abs(predicted[i]!);
      return size === 0 ? 0 : (2 * Math.abs(predicted[i]! - actual[i]!)) / size;
    },
    weights,
  );
}
