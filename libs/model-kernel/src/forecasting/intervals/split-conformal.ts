import { DomainError } from '@bellwether/errors';
import { fitAbsoluteResidual } from '../../conformal/absolute-residual.js';
import type { RollingOriginRun } from '../evaluation/rolling-origin.js';
import type { Forecast } from '../method.js';
import { checkCoverage, type ForecastIntervals } from './interval.js';

/** A half-width for each step ahead. Plain data. */
export interface SplitConformalFit {
  readonly coverage: number;
  /** Whether half-widths count in deviations of the forecast rather than in the unit of the series. */
  readonly scaled: boolean;
  /** Shape (h,). */
  readonly halfWidths: readonly number[];
}

/**
 * Split conformal per horizon: the half-width at step k is the conformal quantile of |y − ŷ| over the origins of a run, or of
 * |y − ŷ|/σ where `scaled`, so that intervals follow the method's own sense of when it knows less. Errors of a series are not
 * exchangeable, so the coverage is not guaranteed as it is for rows; that is what the adaptive methods are for.
 *
 * @throws INVALID_ARGUMENT unless the coverage is in (0, 1).
 * @throws FAILED_PRECONDITION when there are fewer than 1/α − 1 origins, or a deviation is 0 and counts as the unit.
 * @see Lei et al. (2018), Distribution-free predictive inference for regression, JASA 113(523), algorithm 2 and §5.2.
 */
export function fitSplitConformal(run: RollingOriginRun, coverage: number, scaled = false): SplitConformalFit {
  checkCoverage(coverage);
  const halfWidths = run.actual[0]!.map((_, step) => {
    const scores = run.actual.map((row, origin) => {
      const error = Math.abs(row[step]! - run.mean[origin]![step]!);
      return scaled ? error / positive(run.deviation[origin]![step]!) : error;
    });
    return fitAbsoluteResidual(scores, 1 - coverage).halfWidth;
  });
  return { coverage, scaled, halfWidths };
}

/** @throws INVALID_ARGUMENT when the forecast reaches further than the fit. */
export function splitConformalIntervals(fit: SplitConformalFit, { mean, deviation }: Forecast): ForecastIntervals {
  const { coverage, scaled, halfWidths } = fit;
  if (mean.length > halfWidths.length) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `h must be at most the ${halfWidths.length} steps of the fit, got ${mean.length}`,
    );
  }
  const half = (step: number): number => halfWidths[step]! * (scaled ? deviation[step]! : 1);
  return {
    method: scaled ? 'split_conformal_scaled' : 'split_conformal',
    coverage,
    lower: mean.map((value, step) => value - half(step)),
    upper: mean.map((value, step) => value + half(step)),
  };
}

function positive(deviation: number): number {
  if (!(deviation > 0))
    throw new DomainError('FAILED_PRECONDITION', `a deviation that scales errors must be above 0, got ${deviation}`);
  return deviation;
}
