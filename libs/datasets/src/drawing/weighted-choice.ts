import type { Rng } from '@bellwether/model-kernel/numerics';

/**
 * A draw from a closed set with the given weights.
 *
 * @param weights ≥ 0, not all 0; they need not sum to 1.
 */
export function weightedChoice<T extends string>(weights: Readonly<Record<T, number>>): (rng: Rng) => T {
  const items = Object.keys(weights) as T[];
  const cumulative = cumulativeSum(items.map((item) => weights[item]));
  return (rng) => items[drawIndex(rng, cumulative)]!;
}

/** Running totals of the weights, for {@link drawIndex}. */
export function cumulativeSum(weights: ArrayLike<number>): Float64Array {
  const cumulative = new Float64Array(weights.length);
  let total = 0;
  for (let i = 0; i < weights.length; i++) cumulative[i] = total += weights[i]!;
  return cumulative;
}

/** An index drawn in proportion to the weights behind the running totals. */
export function drawIndex(rng: Rng, cumulative: Float64Array): number {
  const target = rng.next() * cumulative[cumulative.length - 1]!;
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle]! > target) high = middle;
    else low = middle + 1;
  }
  return low;
}
