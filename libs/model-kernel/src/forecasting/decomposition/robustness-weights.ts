/**
 * Bisquare weights (1 − (|r|/h)²)², 0 from h on, with h six times the median of |r|.
 *
 * @param remainder shape (n,).
 * @see Cleveland, Cleveland, McRae & Terpenning (1990), STL, Journal of Official Statistics 6(1), §2.3.
 */
export function robustnessWeights(remainder: Float64Array): Float64Array {
  const sizes = remainder.map(Math.abs);
  const sorted = sizes.slice().sort();
  const n = sorted.length;
  const h = 3 * (sorted[Math.floor((n - 1) / 2)]! + sorted[Math.floor(n / 2)]!);
  return sizes.map((size) => {
    if (size <= 0.001 * h) return 1;
    return size <= 0.999 * h ? (1 - (size / h) ** 2) ** 2 : 0;
  });
}
