/**
 * The conformal p-value of a score: (#{calibration scores ≥ score} + 1) / (n + 1), the share of exchangeable rows,
 * itself among them, that are as strange. Under exchangeability P(p ≤ ε) ≤ ε.
 *
 * @param sortedScores calibration scores, ascending, shape (n,).
 * @returns in (0, 1]; 1 when n = 0, which says nothing.
 * @see Vovk, Gammerman & Shafer (2005), Algorithmic Learning in a Random World, ch. 2.
 */
export function conformalPValue(sortedScores: ArrayLike<number>, score: number): number {
  let low = 0;
  let high = sortedScores.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sortedScores[middle]! < score) low = middle + 1;
    else high = middle;
  }
  return (sortedScores.length - low + 1) / (sortedScores.length + 1);
}
