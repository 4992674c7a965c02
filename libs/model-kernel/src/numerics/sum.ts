/**
 * Compensated sum: the rounding error of every addition is carried along, so the error of the result is about
 * one ulp whatever n is. Neumaier's variant of Kahan's sum, which also holds when a term exceeds the running sum.
 *
 * @param x shape (n,), finite.
 * @see Neumaier (1974), Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen, ZAMM 54.
 */
export function kahanSum(x: ArrayLike<number>): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < x.length; i++) {
    const term = x[i]!;
    const next = sum + term;
    lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
    sum = next;
  }
  return sum + lost;
}

/** Below this length a plain loop is faster and as precise. */
const PAIRWISE_BLOCK = 128;

/**
 * Pairwise (cascade) sum: error grows with log n instead of n, at the cost of a plain loop.
 *
 * @param x shape (n,), finite.
 * @param start first index summed.
 * @param end one past the last index summed.
 * @see Higham (1993), The accuracy of floating point summation, SIAM J. Sci. Comput. 14(4).
 */
export function pairwiseSum(x: ArrayLike<number>, start = 0, end = x.length): number {
  if (end - start <= PAIRWISE_BLOCK) {
    let sum = 0;
    for (let i = start; i < end; i++) sum += x[i]!;
    return sum;
  }
  const middle = start + ((end - start) >> 1);
  return pairwiseSum(x, start, middle) + pairwiseSum(x, middle, end);
}
