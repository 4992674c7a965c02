const SCORES = 5;

/**
 * Scores 1 … 5 by quintiles: 1 + #{k ∈ 1 … 4: x > c_k}, c_k the ⌈k n / 5⌉-th smallest value. Equal values have equal scores, so
 * that where half of the customers have one order, no draw says which of them are the better ones; a score may then be empty.
 *
 * @param values shape (n,), finite.
 * @returns shape (n,), 5 for the highest.
 * @see Hughes (1994), Strategic Database Marketing, ch. 3.
 */
export function quintileScores(values: Float64Array): Uint8Array {
  const cuts = quintileCuts(values);
  return Uint8Array.from(values, (value) => 1 + cuts.filter((cut) => value > cut).length);
}

function quintileCuts(values: Float64Array): number[] {
  if (values.length === 0) return [];
  const sorted = values.slice().sort();
  return [1, 2, 3, 4].map((k) => sorted[Math.ceil((k * values.length) / SCORES) - 1]!);
}
