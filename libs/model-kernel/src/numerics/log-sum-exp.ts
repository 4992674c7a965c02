/**
 * ln Σ e^{x_i}, computed as m + ln Σ e^{x_i − m} with m = max x, so that no term overflows.
 *
 * @param x shape (n,).
 * @returns −∞ for an empty or all −∞ input (an empty sum), +∞ when any x is +∞.
 * @see Blanchard, Higham & Higham (2021), Accurately computing the log-sum-exp and softmax functions, IMA J. Numer. Anal. 41(4).
 */
export function logSumExp(x: ArrayLike<number>): number {
  let max = -Infinity;
  for (let i = 0; i < x.length; i++) {
    if (Number.isNaN(x[i]!)) return NaN;
    max = Math.max(max, x[i]!);
  }
  // ∞ − ∞ is NaN: where the maximum is infinite it is also the answer.
  if (!Number.isFinite(max)) return max;
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += Math.exp(x[i]! - max);
  return max + Math.log(sum);
}
