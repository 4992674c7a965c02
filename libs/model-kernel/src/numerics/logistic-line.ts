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
/**
 * Newton's decrement gᵀH⁻¹g is about twice the loss still to gain; relative to the total weight. It must stay well above
 * the rounding of the summed loss, by which steps are judged until then; one more step then squares the error.
 */
const TOLERANCE = 1e-11;
/** Below this mean curvature the probabilities are all at 0 or 1, which is where separated outcomes lead. */
const VANISHED_CURVATURE = 1e-8;

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
  const standard = weightedScale(x, weights);
  // On the standardised covariate the 2 × 2 Hessian stays well conditioned whatever the unit of x.
  const sample = { z: Float64Array.from(x, (value) => (value - standard.mean) / standard.scale), targets, weights };
  let intercept = 0;
  let slope = 0;
  let current = lossAt(sample, intercept, slope);
  for (let iterations = 0; iterations <= MAX_ITERATIONS; iterations++) {
    const { g0, g1, h00, h01, h11, determinant } = derivativesAt(sample, intercept, slope);
    if (!(determinant > (VANISHED_CURVATURE * standard.total) ** 2)) break;
    const step0 = (h11 * g0 - h01 * g1) / determinant;
    const step1 = (h00 * g1 - h01 * g0) / determinant;
    if (g0 * step0 + g1 * step1 <= TOLERANCE * standard.total) {
      // The last step is taken whole: the loss is too flat here to judge it by.
      return lineOf(sample, intercept - step0, slope - step1, standard, iterations);
    }
    let length = 1;
    let next = lossAt(sample, intercept - step0, slope - step1);
    while (!(next <= current) && length > 1e-10) {
      length /= 2;
      next = lossAt(sample, intercept - length * step0, slope - length * step1);
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

/** The sample with its covariate standardised. */
interface StandardSample {
  readonly z: Float64Array;
  readonly targets: ArrayLike<number>;
  readonly weights: ArrayLike<number> | undefined;
}

function lossAt({ z, targets, weights }: StandardSample, intercept: number, slope: number): number {
  let sum = 0;
  for (let i = 0; i < z.length; i++) {
    const margin = intercept + slope * z[i]!;
    sum += (weights?.[i] ?? 1) * (log1pExp(margin) - targets[i]! * margin);
  }
  return sum;
}

/** Gradient and Hessian of the loss. */
function derivativesAt({ z, targets, weights }: StandardSample, intercept: number, slope: number) {
  let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0];
  for (let i = 0; i < z.length; i++) {
    const w = weights?.[i] ?? 1;
    const p = logistic(intercept + slope * z[i]!);
    const curvature = w * p * (1 - p);
    g0 += w * (p - targets[i]!);
    g1 += w * (p - targets[i]!) * z[i]!;
    h00 += curvature;
    h01 += curvature * z[i]!;
    h11 += curvature * z[i]! * z[i]!;
  }
  return { g0, g1, h00, h01, h11, determinant: h00 * h11 - h01 * h01 };
}

/** The line in the unit of x; the standard errors are those of the inverse Hessian at the maximum. */
function lineOf(
  sample: StandardSample,
  intercept: number,
  slope: number,
  { mean, scale }: { mean: number; scale: number },
  iterations: number,
): LogisticLine {
  const { h00, h01, h11, determinant } = derivativesAt(sample, intercept, slope);
  const shift = mean / scale;
  return {
    intercept: intercept - slope * shift,
    slope: slope / scale,
    interceptStandardError: Math.sqrt((h11 + 2 * h01 * shift + h00 * shift ** 2) / determinant),
    slopeStandardError: Math.sqrt(h00 / determinant) / scale,
    iterations,
  };
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
