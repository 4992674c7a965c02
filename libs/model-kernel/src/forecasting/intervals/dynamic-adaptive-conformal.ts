import { DomainError } from '@bellwether/errors';
import { conformalPValue } from '../../conformal/conformal-p-value.js';
import { conformalQuantile, sortedScores } from '../../conformal/conformal-quantile.js';
import { checkCoverage } from './interval.js';

/** Several adaptive intervals of different rates, and how much each is trusted. Plain data. */
export interface DynamicAdaptiveState {
  readonly coverage: number;
  /** How many of the last errors are looked at. */
  readonly window: number;
  /** γ of each expert. */
  readonly rates: readonly number[];
  /** α_t of each expert; it may leave [0, 1]. */
  readonly alphas: readonly number[];
  /** > 0, adding up to 1. */
  readonly weights: readonly number[];
  /** |y − ŷ| of the last steps, oldest first. */
  readonly scores: readonly number[];
}

/** The rates of the paper's experiments, and the number of steps over which its bound is at its best. */
const RATES = [0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128];
const SPAN = 100;

/** @throws INVALID_ARGUMENT unless coverage is in (0, 1), each rate > 0 and window a whole number ≥ 1. */
export function startDynamicAdaptive(options: {
  readonly coverage: number;
  readonly rates?: readonly number[];
  readonly window?: number;
  readonly errors?: ArrayLike<number>;
}): DynamicAdaptiveState {
  const { coverage, rates = RATES, window = 200, errors = [] } = options;
  checkCoverage(coverage);
  if (rates.length === 0 || !rates.every((rate) => rate > 0 && rate < Infinity)) {
    throw new DomainError('INVALID_ARGUMENT', `rates must be above 0, got ${rates.join(', ')}`);
  }
  if (!Number.isInteger(window) || window < 1) {
    throw new DomainError('INVALID_ARGUMENT', `window must be a whole number from 1 on, got ${window}`);
  }
  return {
    coverage,
    window,
    rates,
    alphas: rates.map(() => 1 - coverage),
    weights: rates.map(() => 1 / rates.length),
    scores: Array.from(errors, Math.abs).slice(-window),
  };
}

/**
 * ŷ ± the conformal quantile of the last errors at the experts' mean level Σ w α. Unbounded while that is ≤ 0 or the errors are too few
 * for it, and a single point once it is ≥ 1.
 */
export function dynamicAdaptiveInterval(state: DynamicAdaptiveState, mean: number): { lower: number; upper: number } {
  const alpha = state.alphas.reduce((sum, level, k) => sum + level * state.weights[k]!, 0);
  const half = alpha <= 0 ? Infinity : alpha >= 1 ? 0 : conformalQuantile(state.scores, alpha);
  return { lower: mean - half, upper: mean + half };
}

/**
 * Dynamically tuned adaptive conformal inference: with β_t the level at which y_t is just inside, each expert pays the pinball loss
 * ℓ(β, α_k) = α(β − α_k) − min(0, β − α_k) and is trusted by w ∝ w e^{−ηℓ}, of which a share σ is spread evenly so that none is lost; each
 * then takes its own adaptive step, α_k + γ_k(α − 1[α_k > β]). σ = 1/(2I), η² = (3/I)(ln(KI) + 2)/(α²(1 − α)²), I = 100 steps.
 *
 * @see Gibbs & Candès (2024), Conformal inference for online prediction with arbitrary distribution shifts, JMLR 25(162), algorithm 1.
 */
export function observeDynamicAdaptive(state: DynamicAdaptiveState, mean: number, y: number): DynamicAdaptiveState {
  const { rates, alphas, coverage } = state;
  const alpha = 1 - coverage;
  const score = Math.abs(y - mean);
  const beta = state.scores.length === 0 ? 1 : conformalPValue(sortedScores(state.scores), score);
  const eta = Math.sqrt(((3 / SPAN) * (Math.log(rates.length * SPAN) + 2)) / (alpha * coverage) ** 2);
  const losses = alphas.map((level) => alpha * (beta - level) - Math.min(0, beta - level));
  // The least loss is taken off first: it cancels, and keeps the largest factor at 1.
  const least = Math.min(...losses);
  const trusted = losses.map((loss, k) => state.weights[k]! * Math.exp(-eta * (loss - least)));
  const total = trusted.reduce((sum, weight) => sum + weight, 0);
  const spread = 1 / (2 * SPAN);
  return {
    ...state,
    weights: trusted.map((weight) => ((1 - spread) * weight) / total + spread / rates.length),
    alphas: alphas.map((level, k) => level + rates[k]! * (alpha - (level > beta ? 1 : 0))),
    scores: [...state.scores, score].slice(-state.window),
  };
}
