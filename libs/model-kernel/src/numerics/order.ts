/**
 * The permutation that puts values in ascending order; equal values keep their order of appearance.
 *
 * @param values shape (n,), no NaN.
 * @returns indices into values, shape (n,).
 */
export function orderAscending(values: ArrayLike<number>): Uint32Array {
  return Uint32Array.from({ length: values.length }, (_, i) => i).sort((a, b) => values[a]! - values[b]! || a - b);
}

/** As {@link orderAscending}, largest first; equal values keep their order of appearance. */
export function orderDescending(values: ArrayLike<number>): Uint32Array {
  return Uint32Array.from({ length: values.length }, (_, i) => i).sort((a, b) => values[b]! - values[a]! || a - b);
}
