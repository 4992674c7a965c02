/**
 * Bounds of a number from what it is on each of n paths: split conformal, the ⌊(1 − coverage)/2 · (n + 1)⌋-th smallest and largest, or
 * the extremes where there are too few paths for that.
 *
 * @param paths values, n ≥ 1. @param coverage in (0, 1).
 */
export function pathBounds(
  paths: ArrayLike<number>,
  coverage: number,
): { readonly lower: number; readonly upper: number } {
  const sorted = Float64Array.from(paths).sort();
  // 1 − 0.9 is a little less than 0.1.
  const rank = Math.max(1, Math.floor(((1 - coverage) / 2) * (sorted.length + 1) + 1e-9));
  return { lower: sorted[rank - 1]!, upper: sorted[sorted.length - rank]! };
}
