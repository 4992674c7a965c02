import { DomainError } from '@bellwether/errors';
import { cholesky, solveCholesky } from '../numerics/index.js';
import { minimizeLbfgs, type DifferentiableFunction, type LbfgsResult } from '../optimization/index.js';

/** A likelihood of positive parameters θ over weighed rows, some of θ moved by what is known of each row. */
export interface LikelihoodProblem {
  /** Names of θ. */
  readonly parameters: readonly string[];
  /** Points to search from, each of θ's length. */
  readonly starts: readonly (readonly number[])[];
  /** Shape (rows,). */
  readonly weights: Float64Array;
  /** ln L of a row; ∂ ln L / ∂ ln θ is written to `gradient`. */
  readonly logLikelihood: (theta: Float64Array, row: number, gradient: Float64Array) => number;
  /** ln θ_k of a row = ln θ_k + Σ_j sign · γ_j · values[j][row]. */
  readonly effects: readonly Effect[];
}

/** One coefficient γ: of which parameter, by which covariate. */
export interface Effect {
  readonly parameter: number;
  readonly sign: 1 | -1;
  readonly covariate: string;
  /** Shape (rows,). */
  readonly values: ArrayLike<number>;
}

export interface MaximumLikelihood {
  /** ln θ, then γ of each effect. */
  readonly point: Float64Array;
  readonly logLikelihood: number;
  readonly converged: boolean;
  /** Of `point`: the inverse of the observed information, by rows; null where that is not positive definite. */
  readonly covariance: Float64Array | null;
}

/** A parameter e^±7 from its first start is on its way to 0 or ∞: next to nothing of the likelihood is left to be won there. */
const FARTHEST_LOG = 7;
/** Of a customer's own parameter, as covariates make it. */
const SMALLEST = 1e-30;
/** Steps that every start may take before only the best goes on. */
const FIRST_STEPS = 10;
const HESSIAN_STEP = 1e-4;

/** The most likely point, searched from every start for a few steps and from the best to its end, by L-BFGS on ln θ. */
export function maximizeLikelihood(problem: LikelihoodProblem): MaximumLikelihood {
  const loss = meanLoss(problem);
  const zeros = problem.effects.map(() => 0);
  const runs = problem.starts.map((start) =>
    minimizeLbfgs(loss, [...start.map(Math.log), ...zeros], { maxIterations: FIRST_STEPS }),
  );
  const best = runs.reduce((best, run) => (run.value < best.value ? run : best));
  const end: LbfgsResult = minimizeLbfgs(loss, best.x, { valueTolerance: 1e-11, patience: 3, maxIterations: 1_000 });
  const total = problem.weights.reduce((sum, weight) => sum + weight, 0);
  return {
    point: end.x,
    logLikelihood: -end.value * total,
    converged: end.converged,
    covariance: inverseInformation(loss, end.x, total),
  };
}

/** −Σ w ln L / Σ w by ln θ and γ; ∞ where a parameter has left its range. */
function meanLoss({ parameters, starts, weights, logLikelihood, effects }: LikelihoodProblem): DifferentiableFunction {
  const k = parameters.length;
  const theta = new Float64Array(k);
  const slope = new Float64Array(k);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const center = starts[0]!.map(Math.log);
  return (point, gradient) => {
    gradient.fill(0);
    if (isFar(point, center)) return Infinity;
    writeTheta(theta, point, effects, 0);
    let sum = 0;
    for (let row = 0; row < weights.length; row++) {
      if (effects.length > 0) {
        writeTheta(theta, point, effects, row);
        if (!theta.every((value) => value > SMALLEST && value < 1 / SMALLEST)) return Infinity;
      }
      const share = weights[row]! / total;
      sum -= share * logLikelihood(theta, row, slope);
      for (let i = 0; i < k; i++) gradient[i]! -= share * slope[i]!;
      for (let e = 0; e < effects.length; e++) {
        const { parameter, sign, values } = effects[e]!;
        gradient[k + e]! -= share * slope[parameter]! * sign * values[row]!;
      }
    }
    return sum;
  };
}

function isFar(point: Float64Array, center: readonly number[]): boolean {
  for (let i = 0; i < center.length; i++) if (!(Math.abs(point[i]! - center[i]!) <= FARTHEST_LOG)) return true;
  return false;
}

/** θ of a row. @param point ln θ, then γ. */
export function writeTheta(
  theta: Float64Array,
  point: ArrayLike<number>,
  effects: readonly Effect[],
  row: number,
): void {
  const k = theta.length;
  for (let i = 0; i < k; i++) theta[i] = point[i]!;
  for (let e = 0; e < effects.length; e++) {
    const { parameter, sign, values } = effects[e]!;
    theta[parameter]! += sign * point[k + e]! * values[row]!;
  }
  for (let i = 0; i < k; i++) theta[i] = Math.exp(theta[i]!);
}

/** The Hessian by central differences of the analytic gradient, inverted. */
function inverseInformation(loss: DifferentiableFunction, point: Float64Array, total: number): Float64Array | null {
  const n = point.length;
  const hessian = new Float64Array(n * n);
  const up = new Float64Array(n);
  const down = new Float64Array(n);
  const at = point.slice();
  for (let i = 0; i < n; i++) {
    at[i] = point[i]! + HESSIAN_STEP;
    const above = loss(at, up);
    at[i] = point[i]! - HESSIAN_STEP;
    // At the end of its range the slope beyond is not known.
    if (above + loss(at, down) === Infinity) return null;
    at[i] = point[i]!;
    for (let j = 0; j < n; j++) hessian[i * n + j] = (total * (up[j]! - down[j]!)) / (2 * HESSIAN_STEP);
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      hessian[i * n + j] = (hessian[i * n + j]! + hessian[j * n + i]!) / 2;
    }
  }
  return invert(hessian, n);
}

/** The inverse of a symmetric matrix; null where it is not positive definite. */
function invert(matrix: Float64Array, n: number): Float64Array | null {
  if (!matrix.every(Number.isFinite)) return null;
  try {
    const factor = cholesky(matrix, n);
    const inverse = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      const unit = new Float64Array(n);
      unit[i] = 1;
      inverse.set(solveCholesky(factor, unit), i * n);
    }
    return inverse;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'FAILED_PRECONDITION') return null;
    throw error;
  }
}
