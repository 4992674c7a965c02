import { DomainError } from '@bellwether/errors';

/**
 * The logistic function σ(x) = 1 / (1 + e^{−x}).
 *
 * Each branch takes the exponential of a number ≤ 0, so nothing overflows and the small tail keeps its relative
 * precision: σ(−745) is 5e-324, not 0/∞.
 *
 * @param x log-odds; ±∞ allowed.
 * @returns probability in [0, 1]; NaN for NaN.
 */
export function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

/**
 * The inverse of the logistic function, logit(p) = ln p − ln(1 − p).
 *
 * `log1p(−p)` keeps the digits that `log(1 − p)` loses for small p.
 *
 * @param p probability in [0, 1]; 0 gives −∞ and 1 gives +∞.
 * @throws INVALID_ARGUMENT when p is outside [0, 1].
 */
export function logit(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new DomainError('INVALID_ARGUMENT', `p must be in [0, 1], got ${p}`);
  return Math.log(p) - Math.log1p(-p);
}

/**
 * ln(1 + e^x), the negative log-likelihood of a binary outcome at log-odds −x: stable for every finite x.
 *
 * @see Mächler (2012), Accurately computing log(1 − exp(−|a|)), the Rmpfr vignette.
 */
export function log1pExp(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}
