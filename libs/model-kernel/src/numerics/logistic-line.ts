import { DomainError } from '@bellwether/errors';
import { log1pExp, logistic } from './logistic.js';

/** The straight line logit P(y = 1 | x) = intercept + slope · x, with what its likelihood says about it. */
export interface LogisticLine {
  readonly intercept: number;
  readonly slope: number;
  readonly interceptStandardError: number;
  readonly slopeStandardError: number;
  /** Newton steps taken. */
  readonly iterations: number;
}

const MAX_ITERATIONS = 100;
/** Newton's decrement gᵀH⁻¹g is about twice the loss still to gain; relative to the total weight. */
const TOLERANCE = 1e-16;

/**
 * Maximum-likelihood logistic regression on one covariate by Newton's method with step halving:
 * minimises Σ w_i [ln(1 + e^{m_i}) − t_i m_i], m_i = intercept + slope · x_i. The loss is convex, so the start is free.
 *
 * @param x covariate, shape (n,), finite, at least two distinct values of positive weight.
 * @param targets in [0, 1], shape (n,): outcomes, or the soft targets of Platt scaling.
 * @param weights ≥ 0, shape (n,); equal when absent.
 * @throws FAILED_PRECONDITION when x is constant, or when it separates the outcomes so that no finite maximum exists.
 * @see Hastie, Tibshirani & Friedman (2009), The Elements of Statistical Learning, 2nd ed., §4.4.1.
 */
export function fitLogisticLine(
  x: ArrayLike<number>,
  targets: ArrayLike<number>,
  weights?: ArrayLike<number>,
): LogisticLine {
  const { mean, scale, total } = weightedScale(x, weights);
  // On the standardised covariate the 2 × 2 Hessian stays well conditioned whatever the unit of x.
  let intercept = 0;
  let slope = 0;
  let current = lossOf(0, 0);

  function lossOf(a: number, b: number): number {
    let sum = 0;
    for (let i = 0; i < x.length; i++) {
      const margin = a + (b * (x[i]! - mean)) / scale;
      sum += (weights?.[i] ?? 1) * (log1pExp(margin) - targets[i]! * margin);
    }
    return sum;
  }

  for (let iterations = 0; iterations <= MAX_ITERATIONS; iterations++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0];
    for (let i = 0; i < x.length; i++) {
      const z = (x[i]! - mean) / scale;
      const w = weights?.[i] ?? 1;
      const p = logistic(intercept + slope * z);
      const curvature = w * p * (1 - p);
      g0 += w * (p - targets[i]!);
      g1 += w * (p - targets[i]!) * z;
      h00 += curvature;
      h01 += curvature * z;
      h11 += curvature * z * z;
    }
    const determinant = h00 * h11 - h01 * h01;
    // A vanished curvature, in proportion to the data, is what separated outcomes end in.
    if (!(determinant > 1e-18 * total * total)) break;
    const step0 = (h11 * g0 - h01 * g1) / determinant;
    const step1 = (h00 * g1 - h01 * g0) / determinant;
    if (g0 * step0 + g1 * step1 <= TOLERANCE * total) {
      // The last step squares the error once more; the loss is too flat here to judge it by.
      intercept -= step0;
      slope -= step1;
      return {
        intercept: intercept - (slope * mean) / scale,
        slope: slope / scale,
        // Var(a − b·mean/scale) from the inverse Hessian of the standardised line.
        interceptStandardError: Math.sqrt((h11 + (2 * h01 * mean) / scale + h00 * (mean / scale) ** 2) / determinant),
        slopeStandardError: Math.sqrt(h00 / determinant) / scale,
        iterations,
      };
    }
    let length = 1;
    let next = lossOf(intercept - step0, slope - step1);
    while (!(next <= current) && length > 1e-10) {
      length /= 2;
      next = lossOf(intercept - length * step0, slope - length * step1);
    }
    intercept -= length * step0;
    slope -= length * step1;
    current = next;
  }
  throw new DomainError(
    'FAILED_PRECONDITION',
    'the logistic line has no finite maximum: the covariate separates the outcomes, or only one outcome occurs',
  );
}

/** Weighted mean and standard deviation of the covariate. */
function weightedScale(
  x: ArrayLike<number>,
  weights: ArrayLike<number> | undefined,
): { mean: number; scale: number; total: number } {
  let total = 0;
  let mean = 0;
  let squares = 0;
  for (let i = 0; i < x.length; i++) {
    const w = weights?.[i] ?? 1;
    if (w === 0) continue;
    total += w;
    // West's update: one pass, without the cancellation of Σx² − n·mean².
    const delta = x[i]! - mean;
    mean += (w / total) * delta;
    squares += w * delta * (x[i]! - mean);
  }
  const scale = Math.sqrt(squares / total);
  if (!(scale > 0 && Number.isFinite(scale))) {
    throw new DomainError(
      'FAILED_PRECONDITION',
      `the covariate must be finite and take at least two values, its standard deviation is ${scale}`,
    );
  }
  return { mean, scale, total };
}
