import { DomainError } from '@bellwether/errors';
import { conformalQuantile } from './conformal-quantile.js';

/** A half-width that covers a new value with probability ≥ coverage; plain data. */
export interface AbsoluteResidualConformal {
  readonly kind: 'absolute-residual';
  readonly coverage: number;
  /** In the unit of the prediction. */
  readonly halfWidth: number;
  /** Calibration rows behind it. */
  readonly calibrationRows: number;
}

/**
 * Split-conformal regression with the score |y − ŷ|: the half-width is its {@link conformalQuantile}.
 *
 * @param residuals y − ŷ of rows the model was not trained on, shape (n,).
 * @param alpha miscoverage, in (0, 1).
 * @throws FAILED_PRECONDITION when n < 1/α − 1, where only an infinite interval would cover.
 * @see Lei et al. (2018), Distribution-free predictive inference for regression, JASA 113(523), algorithm 2.
 */
export function fitAbsoluteResidual(residuals: ArrayLike<number>, alpha: number): AbsoluteResidualConformal {
  const halfWidth = conformalQuantile(Float64Array.from(residuals, Math.abs), alpha);
  if (halfWidth === Infinity) {
    throw new DomainError(
      'FAILED_PRECONDITION',
      `residuals must be at least 1/alpha − 1 = ${1 / alpha - 1} rows for alpha = ${alpha}, got ${residuals.length}`,
    );
  }
  return { kind: 'absolute-residual', coverage: 1 - alpha, halfWidth, calibrationRows: residuals.length };
}

/** The interval around a prediction, in its unit. */
export function absoluteResidualInterval(
  params: AbsoluteResidualConformal,
  prediction: number,
): { lower: number; upper: number } {
  return { lower: prediction - params.halfWidth, upper: prediction + params.halfWidth };
}
