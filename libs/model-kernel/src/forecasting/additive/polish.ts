import { choleskyInPlace, solveLower, solveLowerTransposed } from '../../numerics/index.js';
import { lasso, type DifferentiableFunction } from '../../optimization/index.js';
import { bestSigma, TREND_SCALE } from './posterior.js';
import type { SquaredErrors } from './squared-errors.js';

/** What a step needs of the model. */
export interface PolishedModel {
  readonly errors: SquaredErrors;
  readonly objective: DifferentiableFunction;
  readonly rows: number;
  readonly bends: number;
  readonly bendScale: number;
  /** Shape (K,). */
  readonly priorScales: ArrayLike<number>;
}

/** Damping, as a share of the curvature: a step can be computed where bends are not told apart by the data. */
const DAMPING = 1e-9;

/** A linear model takes a handful; a logistic one of a few points, whose k and m are hardly told apart, some hundred. */
const MOST_STEPS = 300;

/**
 * From near the highest posterior to its very top, by Gauss–Newton steps with the Laplace prior kept exact: a quasi-Newton
 * search slows down among the kinks |δ_j| = 0 and stops where its tolerance happens to let it, and the answer would
 * depend on the last bit of the machine. For a linear model this takes a few steps.
 *
 * @param start θ with ln σ, shape (P + 1,).
 * @returns θ with ln σ, and whether no step is better any more.
 * @see Lee, Sun & Saunders (2014), Proximal Newton-type methods for minimizing composite functions, SIAM J. Optim. 24(3).
 */
export function polish(model: PolishedModel, start: Float64Array): { theta: Float64Array; converged: boolean } {
  const size = start.length - 1;
  const gradient = new Float64Array(size + 1);
  let theta = Float64Array.from(start);
  let value = model.objective(theta, gradient);
  for (let step = 0; step < MOST_STEPS; step++) {
    const squares = model.errors.sum(theta, gradient);
    theta[size] = Math.log(bestSigma(squares, model.rows));
    const before = model.objective(theta, gradient);
    const target = dampedNewtonTarget(model, theta);
    const next = target && lowerPoint(model.objective, theta, before, target, gradient);
    if (!next) return { theta, converged: target !== undefined };
    theta = next.theta;
    const fall = value - next.value;
    value = next.value;
    if (fall <= 1e-12 * Math.max(1, Math.abs(value))) return { theta, converged: true };
  }
  return { theta, converged: false };
}

/** Halves the way to the target until the objective falls. */
function lowerPoint(
  objective: DifferentiableFunction,
  theta: Float64Array,
  before: number,
  target: Float64Array,
  gradient: Float64Array,
): { theta: Float64Array<ArrayBuffer>; value: number } | undefined {
  for (let share = 1; share > 1e-6; share /= 2) {
    const point = Float64Array.from(theta, (from, p) =>
      share === 1 ? target[p]! : from + share * (target[p]! - from),
    );
    const value = objective(point, gradient);
    if (value < before) return { theta: point, value };
  }
  return undefined;
}

/**
 * The minimum of the quadratic model of the posterior about θ, plus Σ|δ_j|/τ. What has no absolute value, k, m and β, is
 * eliminated first, so that the search among signs is in δ alone.
 */
function dampedNewtonTarget(model: PolishedModel, theta: Float64Array): Float64Array | undefined {
  const { bends } = model;
  const size = theta.length - 1;
  const { hessian, slope } = quadraticModel(model, theta);
  // b = Hθ − ∇: the quadratic is ½ xᵀHx − bᵀx.
  const b = slope.map((value, p) => {
    let sum = -value;
    for (let q = 0; q < size; q++) sum += hessian[p * size + q]! * theta[q]!;
    return sum;
  });
  const free = [...b.keys()].filter((p) => p < 2 || p >= 2 + bends);
  const lower = Float64Array.from({ length: free.length ** 2 }, (_, at) => {
    return hessian[free[Math.floor(at / free.length)]! * size + free[at % free.length]!]!;
  });
  if (!choleskyInPlace(lower, free.length)) return undefined;
  const rotated = Float64Array.from(free, (p) => b[p]!);
  solveLower(lower, free.length, rotated);
  const couplings = Array.from({ length: bends }, (_, j) => {
    const column = Float64Array.from(free, (p) => hessian[p * size + 2 + j]!);
    solveLower(lower, free.length, column);
    return column;
  });
  const reduced = Float64Array.from({ length: bends * bends }, (_, at) => {
    const [i, j] = [Math.floor(at / bends), at % bends];
    return hessian[(2 + i) * size + 2 + j]! - product(couplings[i]!, couplings[j]!);
  });
  const delta = lasso(
    reduced,
    Float64Array.from(couplings, (coupling, j) => b[2 + j]! - product(coupling, rotated)),
    1 / model.bendScale,
    theta.slice(2, 2 + bends),
  );
  if (!delta) return undefined;
  couplings.forEach((coupling, j) => {
    for (let p = 0; p < free.length; p++) rotated[p]! -= coupling[p]! * delta[j]!;
  });
  solveLowerTransposed(lower, free.length, rotated);
  const target = theta.slice();
  target.set(delta, 2);
  free.forEach((p, at) => (target[p] = rotated[at]!));
  return target;
}

/** Gauss–Newton Hessian and gradient by (k, m, δ, β), without the Laplace prior. */
function quadraticModel(
  { errors, bends, priorScales }: PolishedModel,
  theta: Float64Array,
): { hessian: Float64Array; slope: Float64Array } {
  const size = theta.length - 1;
  const precision = Math.exp(-2 * theta[size]!);
  const slope = new Float64Array(size);
  errors.sum(theta, slope);
  const hessian = errors.curvature(theta).map((value) => value * precision);
  for (let p = 0; p < size; p++) {
    const scale = p < 2 ? TREND_SCALE : p < 2 + bends ? Infinity : priorScales[p - 2 - bends]!;
    slope[p] = slope[p]! * precision + theta[p]! / scale ** 2;
    hessian[p * size + p] = hessian[p * size + p]! * (1 + DAMPING) + 1 / scale ** 2;
  }
  return { hessian, slope };
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
