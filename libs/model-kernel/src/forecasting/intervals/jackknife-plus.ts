import { DomainError } from '@bellwether/errors';
import { checkCoverage, type ForecastIntervals } from './interval.js';

/** For each fit that did not see some value: the error it made on that value, and what it says of the future. */
export interface LeftOut {
  /** y_i − μ̂_{−i}(i), by step ahead, shape (h,). */
  readonly errors: ArrayLike<number>;
  /** μ̂_{−i} of the future, by step ahead, shape (h,). */
  readonly forecast: ArrayLike<number>;
}

/**
 * Jackknife+: from the ⌊α(n + 1)⌋-th smallest of μ̂_{−i} − |R_i| to the ⌈(1 − α)(n + 1)⌉-th smallest of μ̂_{−i} + |R_i|. With fits that
 * left out single rows this covers at least 1 − 2α of exchangeable rows and about 1 − α in practice; with one fit for each of K
 * folds, its error and forecast given for every row of the fold, it is CV+. For a series the fits are those of rolling origins: the
 * spread of their forecasts widens the interval where the method is unsteady.
 *
 * @throws INVALID_ARGUMENT unless the coverage is in (0, 1) and all have h steps.
 * @throws FAILED_PRECONDITION when n < 1/α − 1, where only an infinite interval would cover.
 * @see Barber, Candès, Ramdas & Tibshirani (2021), Predictive inference with the jackknife+, Annals of Statistics 49(1).
 */
export function jackknifePlusIntervals(leftOut: readonly LeftOut[], h: number, coverage: number): ForecastIntervals {
  checkCoverage(coverage);
  const n = leftOut.length;
  const alpha = 1 - coverage;
  // Both ranks are often whole numbers that rounding moves by an ulp.
  const rank = Math.ceil((n + 1) * coverage - 1e-9);
  if (rank > n) {
    throw new DomainError('FAILED_PRECONDITION', `at least 1/alpha − 1 = ${1 / alpha - 1} fits are needed, got ${n}`);
  }
  leftOut.forEach(({ errors, forecast }, i) => {
    if (errors.length < h || forecast.length < h) {
      throw new DomainError('INVALID_ARGUMENT', `leftOut[${i}] must have ${h} steps`);
    }
  });
  const lower = new Float64Array(h);
  const upper = new Float64Array(h);
  for (let step = 0; step < h; step++) {
    const below = leftOut
      .map(({ errors, forecast }) => forecast[step]! - Math.abs(errors[step]!))
      .sort((a, b) => a - b);
    const above = leftOut
      .map(({ errors, forecast }) => forecast[step]! + Math.abs(errors[step]!))
      .sort((a, b) => a - b);
    // ⌊α(n + 1)⌋ from below is ⌈(1 − α)(n + 1)⌉ from above.
    lower[step] = below[n - rank]!;
    upper[step] = above[rank - 1]!;
  }
  return { method: 'jackknife_plus', coverage, lower, upper };
}
