import type { DifferentiableFunction } from '../../optimization/index.js';
import type { SquaredErrors } from './squared-errors.js';

/** Standard deviation of the normal priors of k and m, and of the half-normal prior of σ, all in scaled units. */
export const TREND_SCALE = 5;
const NOISE_SCALE = 0.5;

/** Below it σ is rounding: a series on a straight line would have 0, and no likelihood. */
export const LEAST_SIGMA = 1e-9;

/**
 * The negative logarithm of the posterior, up to a constant, in θ = (k, m, δ_1 … δ_S, β_1 … β_K, ln σ):
 * n ln σ + Σ r² / (2σ²) + (k² + m²) / (2·5²) + Σ |δ_j| / τ + Σ β_c² / (2 s_c²) + σ² / (2·0.5²).
 *
 * σ has a logarithm only to stay positive: the density is that of σ, as Stan's optimiser has it.
 *
 * @param rows n. @param bends S. @param bendScale τ. @param priorScales s, shape (K,).
 * @see Taylor & Letham (2018), Forecasting at scale, The American Statistician 72(1), §3.1 and listing 1; scales as in Prophet.
 */
export function negativeLogPosterior(
  errors: SquaredErrors,
  rows: number,
  bends: number,
  bendScale: number,
  priorScales: ArrayLike<number>,
): DifferentiableFunction {
  const first = 2 + bends;
  const last = first + priorScales.length;
  return (theta, gradient) => {
    const logSigma = theta[last]!;
    const precision = Math.exp(-2 * logSigma);
    const noise = Math.exp(2 * logSigma) / NOISE_SCALE ** 2;
    const squares = errors.sum(theta, gradient);
    for (let p = 0; p < last; p++) gradient[p]! *= precision;
    let value = rows * logSigma + 0.5 * squares * precision + 0.5 * noise;
    gradient[last] = rows - squares * precision + noise;
    for (let p = 0; p < 2; p++) {
      const pull = theta[p]! / TREND_SCALE ** 2;
      value += 0.5 * pull * theta[p]!;
      gradient[p]! += pull;
    }
    for (let p = 2; p < first; p++) {
      value += Math.abs(theta[p]!) / bendScale;
      gradient[p]! += Math.sign(theta[p]!) / bendScale;
    }
    for (let p = first; p < last; p++) {
      const pull = theta[p]! / priorScales[p - first]! ** 2;
      value += 0.5 * pull * theta[p]!;
      gradient[p]! += pull;
    }
    return value;
  };
}

/** σ ≥ 10⁻⁹ at which the posterior is highest for a sum of squared errors: the root of n − Σr²/σ² + σ²/0.5² = 0. */
export function bestSigma(squares: number, rows: number): number {
  const prior = 4 / NOISE_SCALE ** 2;
  return Math.max(LEAST_SIGMA, Math.sqrt((2 * squares) / (rows + Math.sqrt(rows * rows + prior * squares))));
}
