import { DomainError } from '@bellwether/errors';
import { dot, LbfgsHistory } from './lbfgs-history.js';
import { absoluteSum, projectOnOrthant, pseudoGradient } from './orthant.js';
import { strongWolfeStep, type LinePoint } from './strong-wolfe.js';

/** f(x), with ∇f(x) written to `gradient`. Where f has no value it may return NaN or ∞. */
export type DifferentiableFunction = (x: Float64Array, gradient: Float64Array) => number;

export interface LbfgsOptions {
  /** How many steps are remembered; 10. */
  readonly memory?: number;
  /** 10,000. */
  readonly maxIterations?: number;
  /** Converged once every |slope| ≤ this · max(1, |F|); 10⁻⁸. */
  readonly gradientTolerance?: number;
  /** Converged once a step lowers F by no more than this · max(1, |F|); 10⁻¹². */
  readonly valueTolerance?: number;
  /** c ≥ 0 of a penalty Σ cᵢ |xᵢ| added to f, shape of x; it is handled exactly, so that xᵢ may end at 0. None. */
  readonly absoluteWeights?: ArrayLike<number>;
}

export interface LbfgsResult {
  /** Where F = f + Σ cᵢ |xᵢ| is least, as far as found. */
  readonly x: Float64Array;
  /** F(x). */
  readonly value: number;
  readonly iterations: number;
  /** Calls of f. */
  readonly evaluations: number;
  /** False only if maxIterations ended it. */
  readonly converged: boolean;
}

/**
 * Minimises a smooth function, or one plus weighted absolute values, by limited-memory BFGS: steps d = −H∇f along which a
 * strong Wolfe search looks. With absolute values it is the orthant-wise variant: the slope is the pseudo-gradient, and a
 * step that would cross 0 stops there and backtracks. The same start always gives the same answer.
 *
 * @param f smooth where it is finite; finite at the start.
 * @param start shape (n,), left as it is.
 * @throws INVALID_ARGUMENT where f(start) or an option is not finite, or weights are negative or of another length.
 * @see Liu & Nocedal (1989), On the limited memory BFGS method, Mathematical Programming 45.
 * @see Andrew & Gao (2007), Scalable training of L1-regularized log-linear models, ICML.
 */
export function minimizeLbfgs(
  f: DifferentiableFunction,
  start: ArrayLike<number>,
  options: LbfgsOptions = {},
): LbfgsResult {
  const { memory = 10, maxIterations = 10_000, gradientTolerance = 1e-8, valueTolerance = 1e-12 } = options;
  const weights = checkedWeights(options.absoluteWeights, start.length);
  const n = start.length;
  let x = Float64Array.from(start);
  let gradient = new Float64Array(n);
  let next = new Float64Array(n);
  let nextGradient = new Float64Array(n);
  const slope = new Float64Array(n);
  const direction = new Float64Array(n);
  const history = new LbfgsHistory(memory, n);
  const at: LinePoint = { value: NaN, slope: NaN };
  let evaluations = 1;

  let value = f(x, gradient) + (weights ? absoluteSum(x, weights) : 0);
  if (!Number.isFinite(value)) {
    throw new DomainError('INVALID_ARGUMENT', `the function must be finite at its start, it is ${value}`);
  }

  /** F at x + step · d, and the slope of f along d there. */
  const evaluate = (step: number): void => {
    for (let i = 0; i < n; i++) next[i] = x[i]! + step * direction[i]!;
    evaluations += 1;
    at.value = f(next, nextGradient);
    at.slope = dot(nextGradient, direction);
  };
  /** Orthant-wise backtracking: halves the step until F falls by a share of what the slope promised. */
  const backtrack = (first: number, penalty: Float64Array): number => {
    for (let step = first; step > first * 2 ** -50; step /= 2) {
      for (let i = 0; i < n; i++) next[i] = x[i]! + step * direction[i]!;
      projectOnOrthant(next, x, slope, penalty);
      evaluations += 1;
      at.value = f(next, nextGradient) + absoluteSum(next, penalty);
      let promised = 0;
      for (let i = 0; i < n; i++) promised += slope[i]! * (next[i]! - x[i]!);
      if (at.value <= value + 1e-4 * promised && promised < 0) return step;
    }
    return 0;
  };

  for (let iteration = 0; iteration < maxIterations; iteration++) {
    if (weights) pseudoGradient(x, gradient, weights, slope);
    else slope.set(gradient);
    if (largest(slope) <= gradientTolerance * Math.max(1, Math.abs(value))) {
      return { x, value, iterations: iteration, evaluations, converged: true };
    }
    direction.set(slope);
    history.multiply(direction);
    for (let i = 0; i < n; i++) {
      // With a penalty, a coordinate may not move against its own slope: the model of f would carry it into a climb of |xᵢ|.
      direction[i] = weights && direction[i]! * slope[i]! <= 0 ? 0 : -direction[i]!;
    }
    const downhill = dot(slope, direction);
    const first = history.empty ? Math.min(1, 1 / Math.sqrt(dot(slope, slope))) : 1;
    const step = !(downhill < 0)
      ? 0
      : weights
        ? backtrack(first, weights)
        : strongWolfeStep(evaluate, at, { value, slope: downhill }, first);
    if (step === 0) {
      // Rounding has used up what the model of f says. Steepest descent has the last word.
      if (history.empty) return { x, value, iterations: iteration, evaluations, converged: true };
      history.clear();
      continue;
    }
    history.push(x, next, gradient, nextGradient);
    const fall = value - at.value;
    [x, next] = [next, x];
    [gradient, nextGradient] = [nextGradient, gradient];
    value = at.value;
    if (fall <= valueTolerance * Math.max(1, Math.abs(value))) {
      return { x, value, iterations: iteration + 1, evaluations, converged: true };
    }
  }
  return { x, value, iterations: maxIterations, evaluations, converged: false };
}

function checkedWeights(weights: ArrayLike<number> | undefined, n: number): Float64Array | undefined {
  if (!weights) return undefined;
  const copy = Float64Array.from(weights);
  if (copy.length !== n || copy.some((weight) => !(weight >= 0 && weight < Infinity))) {
    throw new DomainError('INVALID_ARGUMENT', `absoluteWeights must be ${n} finite numbers ≥ 0, got [${[...copy]}]`);
  }
  return copy.some((weight) => weight > 0) ? copy : undefined;
}

function largest(v: Float64Array): number {
  let most = 0;
  for (let i = 0; i < v.length; i++) most = Math.max(most, Math.abs(v[i]!));
  return most;
}
