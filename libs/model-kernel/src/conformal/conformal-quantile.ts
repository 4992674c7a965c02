import { DomainError } from '@bellwether/errors';

/**
 * The split-conformal quantile: the ⌈(n + 1)(1 − α)⌉-th smallest of n calibration scores. A new exchangeable score is
 * at most this with probability ≥ 1 − α, for any n and any distribution.
 *
 * @param scores nonconformity of rows the model was not trained on, shape (n,), any order, no NaN.
 * @param alpha miscoverage, in (0, 1).
 * @returns +∞ where n < 1/α − 1: so few scores bound nothing.
 * @throws INVALID_ARGUMENT when alpha is outside (0, 1) or a score is NaN.
 * @see Lei, G'Sell, Rinaldo, Tibshirani & Wasserman (2018), Distribution-free predictive inference for regression,
 *   JASA 113(523), algorithm 2.
 */
export function conformalQuantile(scores: ArrayLike<number>, alpha: number): number {
  if (!(alpha > 0 && alpha < 1)) throw new DomainError('INVALID_ARGUMENT', `alpha must be in (0, 1), got ${alpha}`);
  const sorted = sortedScores(scores);
  const n = sorted.length;
  // (n + 1)(1 − α) is often a whole number that rounding lifts by an ulp: 1 − 0.9 is not 0.1.
  const rank = Math.max(1, Math.ceil((n + 1) * (1 - alpha) - 1e-9));
  return rank > n ? Infinity : sorted[rank - 1]!;
}

/** The scores in ascending order, as {@link conformalPValue} wants them. @throws INVALID_ARGUMENT when one is NaN. */
export function sortedScores(scores: ArrayLike<number>): Float64Array {
  const sorted = Float64Array.from(scores).sort();
  if (sorted.length > 0 && Number.isNaN(sorted[sorted.length - 1]!)) {
    throw new DomainError('INVALID_ARGUMENT', 'scores must not hold NaN');
  }
  return sorted;
}
