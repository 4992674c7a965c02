import { DomainError } from '@bellwether/errors';
import { dot, LbfgsHistory } from './lbfgs-history.js';
import { weakWolfeStep, type LinePoint } from './weak-wolfe.js';

/** f(x), with ∇f(x) written to `gradient`. Where f has no value it may return NaN or ∞; at a kink, any slope between its sides. */
export type DifferentiableFunction = (x: Float64Array, gradient: Float64Array) => number;

export interface LbfgsOptions {
  /** How many steps are remembered; 10. */
  readonly memory?: number;
  /** 10,000. */
  readonly maxIterations?: number;
  /** Converged once every |slope| ≤ this · max(1, |f|); 10⁻⁸. */
  readonly gradientTolerance?: number;
  /** Converged once `patience` steps lower f by no more than this · max(1, |f|); 10⁻¹². */
  readonly valueTolerance?: number;
  /** 1. More for functions with kinks, where a short step need not be the last. */
  readonly patience?: number;
}

export interface LbfgsResult {
  /** Where f is least, as far as found. */
  readonly x: Float64Array;
  readonly value: number;
  readonly iterations: number;
  /** Calls of f. */
  readonly evaluations: number;
  /** False only if maxIterations ended it. */
  readonly converged: boolean;
}

/**
 * Minimises f by limited-memory BFGS: steps d = −H∇f along which a weak Wolfe search looks. f may have kinks, as absolute values
 * do: the search then ends near the least point rather than on a kink. The same start always gives the same answer.
 *
 * @param f finite at the start.
 * @param start shape (n,), left as it is.
 * @throws INVALID_ARGUMENT where f(start) is not finite.
 * @see Liu & Nocedal (1989), On the limited memory BFGS method, Mathematical Programming 45.
 * @see Lewis & Overton (2013), Nonsmooth optimization via quasi-Newton methods, Mathematical Programming 141.
 */
export function minimizeLbfgs(
  f: DifferentiableFunction,
  start: ArrayLike<number>,
  options: LbfgsOptions = {},
): LbfgsResult {
  const {
    memory = 10,
    maxIterations = 10_000,
    gradientTolerance = 1e-8,
    valueTolerance = 1e-12,
    patience = 1,
  } = options;
  const n = start.length;
  let x = Float64Array.from(start);
  let gradient = new Float64Array(n);
  let next = new Float64Array(n);
  let nextGradient = new Float64Array(n);
  const direction = new Float64Array(n);
  const history = new LbfgsHistory(memory, n);
  const at: LinePoint = { value: NaN, slope: NaN };
  let evaluations = 1;
  let short = 0;

  let value = f(x, gradient);
  if (!Number.isFinite(value)) {
    throw new DomainError('INVALID_ARGUMENT', `the function must be finite at its start, it is ${value}`);
  }
  const evaluate = (step: number): void => {
    for (let i = 0; i < n; i++) next[i] = x[i]! + step * direction[i]!;
    evaluations += 1;
    at.value = f(next, nextGradient);
    at.slope = dot(nextGradient, direction);
  };

  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const end = { x, value, iterations: iteration, evaluations, converged: true };
    if (largest(gradient) <= gradientTolerance * Math.max(1, Math.abs(value))) return end;
    direction.set(gradient);
    history.multiply(direction);
    for (let i = 0; i < n; i++) direction[i] = -direction[i]!;
    const slope = dot(gradient, direction);
    const first = history.empty ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
    const step = slope < 0 ? weakWolfeStep(evaluate, at, { value, slope }, first) : 0;
    if (step === 0) {
      // Rounding, or a kink, has used up what H says of f. Steepest descent has the last word.
      if (history.empty) return end;
      history.clear();
      continue;
    }
    history.push(x, next, gradient, nextGradient);
    short = value - at.value <= valueTolerance * Math.max(1, Math.abs(value)) ? short + 1 : 0;
    [x, next] = [next, x];
    [gradient, nextGradient] = [nextGradient, gradient];
    value = at.value;
    if (short === patience) return { x, value, iterations: iteration + 1, evaluations, converged: true };
  }
  return { x, value, iterations: maxIterations, evaluations, converged: false };
}

function largest(v: Float64Array): number {
  let most = 0;
  for (let i = 0; i < v.length; i++) most = Math.max(most, Math.abs(v[i]!));
  return most;
}
