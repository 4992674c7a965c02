import { DomainError } from '@bellwether/errors';

/**
 * How a quantile is read off a sample: `linear` is Hyndman & Fan's type 7 (the default of NumPy and R), `higher`
 * the smallest observation at or above that position (NumPy's `higher`), which is always an observed value.
 */
export type QuantileMethod = 'linear' | 'higher';

/**
 * The p-quantile of a sample: with h = (n − 1)p, x_(⌊h⌋) + (h − ⌊h⌋)(x_(⌊h⌋+1) − x_(⌊h⌋)) for `linear`
 * and x_(⌈h⌉) for `higher`, order statistics counted from 0.
 *
 * @param sample shape (n,), n ≥ 1, any order, no NaN; left as it is.
 * @param p in [0, 1].
 * @throws INVALID_ARGUMENT when the sample is empty or holds NaN, or p is outside [0, 1].
 * @see Hyndman & Fan (1996), Sample quantiles in statistical packages, The American Statistician 50(4), definition 7.
 */
export function quantile(sample: ArrayLike<number>, p: number, method: QuantileMethod = 'linear'): number {
  return quantileOfSorted(Float64Array.from(sample).sort(), p, method);
}

/** {@link quantile} of a sample already in ascending order, without the copy. */
export function quantileOfSorted(sorted: ArrayLike<number>, p: number, method: QuantileMethod = 'linear'): number {
  if (!(p >= 0 && p <= 1)) throw new DomainError('INVALID_ARGUMENT', `p must be in [0, 1], got ${p}`);
  const n = sorted.length;
  if (n === 0) throw new DomainError('INVALID_ARGUMENT', 'sample must hold at least one value, got none');
  // Float64Array.sort puts NaN last, so one look at the end is enough.
  if (Number.isNaN(sorted[n - 1]!)) throw new DomainError('INVALID_ARGUMENT', 'sample must not hold NaN');
  const h = (n - 1) * p;
  if (method === 'higher') return sorted[Math.ceil(h)]!;
  const below = Math.floor(h);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, n - 1)]!;
  // Equal neighbours first: ∞ − ∞ would be NaN.
  return low === high ? low : low + (h - below) * (high - low);
}
