import { DomainError } from '@bellwether/errors';
import { conformalQuantile } from '../../conformal/conformal-quantile.js';
import { checkCoverage } from './interval.js';

/** Where an adaptive interval stands, for one horizon. Plain data; {@link observeAdaptive} gives the next. */
export interface AdaptiveConformalState {
  readonly coverage: number;
  /** γ > 0: how fast it adapts. */
  readonly rate: number;
  /** How many of the last errors are looked at. */
  readonly window: number;
  /** α_t, the level aimed at now; it may leave [0, 1]. */
  readonly alpha: number;
  /** |y − ŷ| of the last steps, oldest first. */
  readonly scores: readonly number[];
}

/**
 * The state before the first step. The rate is α/10 unless it is given: a miss moves α_t by a tenth of itself, so that a high coverage
 * does not swing between no bound and a narrow one.
 *
 * @param options errors: of past steps, if any; window: 200 unless given.
 * @throws INVALID_ARGUMENT unless coverage is in (0, 1), rate > 0 and window a whole number ≥ 1.
 */
export function startAdaptive(options: {
  readonly coverage: number;
  readonly rate?: number;
  readonly window?: number;
  readonly errors?: ArrayLike<number>;
}): AdaptiveConformalState {
  const { coverage, window = 200, errors = [] } = options;
  checkCoverage(coverage);
  const { rate = (1 - coverage) / 10 } = options;
  if (!(rate > 0 && rate < Infinity)) throw new DomainError('INVALID_ARGUMENT', `rate must be above 0, got ${rate}`);
  if (!Number.isInteger(window) || window < 1) {
    throw new DomainError('INVALID_ARGUMENT', `window must be a whole number from 1 on, got ${window}`);
  }
  return { coverage, rate, window, alpha: 1 - coverage, scores: Array.from(errors, Math.abs).slice(-window) };
}

/**
 * ŷ ± the conformal quantile of the last errors at level α_t. Unbounded while α_t ≤ 0 or the errors are too few for it, and a single
 * point once α_t ≥ 1: both are what keeps the long run right.
 */
export function adaptiveInterval(
  { alpha, scores }: AdaptiveConformalState,
  mean: number,
): { lower: number; upper: number } {
  const half = halfWidth(scores, alpha);
  return { lower: mean - half, upper: mean + half };
}

/**
 * {@link adaptiveInterval} for who must answer with numbers: where it has no bound, the largest of the last errors is one, and a single
 * point before the first error. It covers less than the long run promises wherever that happens.
 */
export function boundedAdaptiveInterval(state: AdaptiveConformalState, mean: number): { lower: number; upper: number } {
  const half = halfWidth(state.scores, state.alpha);
  const bounded = half === Infinity ? Math.max(0, ...state.scores) : half;
  return { lower: mean - bounded, upper: mean + bounded };
}

/**
 * Adaptive conformal inference: α_{t+1} = α_t + γ(α − 1[y_t outside]). Whatever the series does, the share outside over T steps is
 * within (max(α_1, 1 − α_1) + γ)/(γT) of α.
 *
 * @see Gibbs & Candès (2021), Adaptive conformal inference under distribution shift, NeurIPS 34, equation 2 and proposition 4.1.
 */
export function observeAdaptive(state: AdaptiveConformalState, mean: number, y: number): AdaptiveConformalState {
  const score = Math.abs(y - mean);
  // At a level of 1 or more nothing is inside, not even a forecast that is met exactly: the bound rests on it.
  const outside = state.alpha >= 1 || score > halfWidth(state.scores, state.alpha) ? 1 : 0;
  return {
    ...state,
    alpha: state.alpha + state.rate * (1 - state.coverage - outside),
    scores: [...state.scores, score].slice(-state.window),
  };
}

function halfWidth(scores: readonly number[], alpha: number): number {
  if (alpha <= 0) return Infinity;
  if (alpha >= 1) return 0;
  return conformalQuantile(scores, alpha);
}
