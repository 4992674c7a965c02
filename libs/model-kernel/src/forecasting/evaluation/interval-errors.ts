import { DomainError } from '@bellwether/errors';
import { requireSample, weightedMean, type Column } from '../../metrics/sample.js';

/** Intervals by row, lower ≤ upper, in the unit of y. */
export interface IntervalColumns {
  readonly lower: Column;
  readonly upper: Column;
}

/**
 * Pinball loss of a quantile forecast, mean of τ(y − q) where y ≥ q and (1 − τ)(q − y) below, in the unit of y. Its least expected
 * value is at the τ-quantile.
 *
 * @param tau in (0, 1).
 * @throws INVALID_ARGUMENT for malformed columns or tau outside (0, 1).
 * @see Koenker & Bassett (1978), Regression quantiles, Econometrica 46(1).
 */
export function pinballLoss(actual: Column, predicted: Column, tau: number): number {
  requireSample({ actual, predicted });
  requireShare('tau', tau);
  return weightedMean(actual.length, (i) => {
    const error = actual[i]! - predicted[i]!;
    return error >= 0 ? tau * error : (tau - 1) * error;
  });
}

/** The share of values inside their interval, ends included. @throws INVALID_ARGUMENT for malformed columns or lower > upper. */
export function intervalCoverage(actual: Column, intervals: IntervalColumns): number {
  requireIntervals(actual, intervals);
  const { lower, upper } = intervals;
  return weightedMean(actual.length, (i) => (actual[i]! >= lower[i]! && actual[i]! <= upper[i]! ? 1 : 0));
}

/** Mean upper − lower, in the unit of y. */
export function meanIntervalWidth({ lower, upper }: IntervalColumns): number {
  requireIntervals(lower, { lower, upper });
  return weightedMean(lower.length, (i) => upper[i]! - lower[i]!);
}

/**
 * Winkler's interval score: mean of the width plus 2/α times how far y is outside; lower is better, and the least expected value is
 * at the α/2 and 1 − α/2 quantiles.
 *
 * @param coverage 1 − α, in (0, 1).
 * @see Gneiting & Raftery (2007), Strictly proper scoring rules, prediction, and estimation, JASA 102(477), equation 43.
 */
export function intervalLoss(actual: Column, intervals: IntervalColumns, coverage: number): number {
  requireIntervals(actual, intervals);
  requireShare('coverage', coverage);
  const { lower, upper } = intervals;
  return weightedMean(actual.length, (i) => {
    const outside = Math.max(0, lower[i]! - actual[i]!, actual[i]! - upper[i]!);
    return upper[i]! - lower[i]! + (2 / (1 - coverage)) * outside;
  });
}

function requireIntervals(actual: Column, { lower, upper }: IntervalColumns): void {
  requireSample({ actual, lower, upper });
  for (let i = 0; i < actual.length; i++) {
    if (lower[i]! > upper[i]!) {
      throw new DomainError('INVALID_ARGUMENT', `lower[${i}] must be ≤ upper[${i}] = ${upper[i]}, got ${lower[i]}`);
    }
  }
}

function requireShare(name: string, value: number): void {
  if (!(value > 0 && value < 1)) throw new DomainError('INVALID_ARGUMENT', `${name} must be in (0, 1), got ${value}`);
}
