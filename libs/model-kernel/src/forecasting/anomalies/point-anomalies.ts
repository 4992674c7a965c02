import { DomainError } from '@bellwether/errors';
import { boundedAdaptiveInterval, observeAdaptive, startAdaptive } from '../intervals/adaptive-conformal.js';

/** A value outside its interval. */
export interface PointAnomaly {
  /** Position in the series, from 0. */
  readonly at: number;
  readonly value: number;
  /** ŷ, made without this value. */
  readonly expected: number;
  readonly lower: number;
  readonly upper: number;
  readonly direction: 'above' | 'below';
  /**
   * How far outside, in half-widths of the interval: |y − ŷ|/half-width − 1. At 0 it is on the bound, at 1 twice as far off as usual
   * values ever are at this coverage.
   */
  readonly severity: number;
}

export interface PointAnomalyOptions {
  /** Of the interval, in (0, 1): 0.99 calls one usual value in a hundred an anomaly. */
  readonly coverage: number;
  /** γ of the adaptive interval; its default when absent. */
  readonly rate?: number;
  /** Errors looked at; the interval's default when absent. */
  readonly window?: number;
  /** Values at the start that only teach; at least 1/(1 − coverage) are needed before an interval is finite. */
  readonly warmUp: number;
}

/**
 * Points outside an adaptive conformal interval around their one-step forecasts. An anomaly's error is let into the interval no larger
 * than twice the half-width that it broke, so that one spike does not hide the next; and where the adaptive interval has no bound, the
 * largest of the last errors is one.
 *
 * @param y shape (n,). @param expected one-step forecasts ŷ_t made from y_1 … y_{t−1}, shape (n,); NaN where there is none.
 * @throws INVALID_ARGUMENT when the shapes differ, y is not finite, or the options are not as described.
 * @see Gibbs & Candès (2021), Adaptive conformal inference under distribution shift, NeurIPS 34, for the interval.
 */
export function pointAnomalies(
  y: ArrayLike<number>,
  expected: ArrayLike<number>,
  { warmUp, ...options }: PointAnomalyOptions,
): PointAnomaly[] {
  if (expected.length !== y.length) {
    throw new DomainError('INVALID_ARGUMENT', `expected must be as long as y (${y.length}), got ${expected.length}`);
  }
  let state = startAdaptive(options);
  const anomalies: PointAnomaly[] = [];
  for (let at = 0; at < y.length; at++) {
    const [value, centre] = [y[at]!, expected[at]!];
    if (!Number.isFinite(value)) throw new DomainError('INVALID_ARGUMENT', `y[${at}] must be finite, got ${value}`);
    if (Number.isNaN(centre)) continue;
    const { lower, upper } = boundedAdaptiveInterval(state, centre);
    const half = upper - centre;
    const outside = value < lower || value > upper;
    if (outside && at >= warmUp && half > 0) {
      anomalies.push({
        at,
        value,
        expected: centre,
        lower,
        upper,
        direction: value > upper ? 'above' : 'below',
        severity: Math.abs(value - centre) / half - 1,
      });
    }
    const next = observeAdaptive(state, centre, value);
    const score = at >= warmUp && half > 0 ? Math.min(Math.abs(value - centre), 2 * half) : Math.abs(value - centre);
    state = { ...next, scores: [...next.scores.slice(0, -1), score] };
  }
  return anomalies;
}
