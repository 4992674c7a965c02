import { DomainError } from '@bellwether/errors';
import { logGamma } from './gamma.js';

/**
 * P(X ≤ k) of X ~ Binomial(n, rate), summed from the largest term down.
 *
 * @param k an integer in 0 … n. @param n trials, an integer ≥ 1. @param rate in (0, 1).
 * @throws INVALID_ARGUMENT
 */
export function binomialTail(k: number, n: number, rate: number): number {
  if (!(Number.isInteger(n) && n >= 1 && Number.isInteger(k) && k >= 0 && k <= n && rate > 0 && rate < 1)) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `k of n at a rate must be 0 ≤ k ≤ n, 0 < rate < 1, got ${k}, ${n}, ${rate}`,
    );
  }
  const odds = rate / (1 - rate);
  // From k down where that is below the mode, so that terms only fall; else what is left of the upper tail.
  if (k > n * rate) return 1 - upperSum(k + 1, n, odds, rate);
  let term = pmf(k, n, rate);
  let sum = 0;
  for (let i = k; i >= 0 && term > sum * Number.EPSILON; i--) {
    sum += term;
    term *= i / ((n - i + 1) * odds);
  }
  return sum;
}

/** P(X ≥ from). */
function upperSum(from: number, n: number, odds: number, rate: number): number {
  if (from > n) return 0;
  let term = pmf(from, n, rate);
  let sum = 0;
  for (let i = from; i <= n && term > sum * Number.EPSILON; i++) {
    sum += term;
    term *= ((n - i) / (i + 1)) * odds;
  }
  return sum;
}

function pmf(k: number, n: number, rate: number): number {
  const choose = logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
  return Math.exp(choose + k * Math.log(rate) + (n - k) * Math.log1p(-rate));
}
