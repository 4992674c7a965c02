import { DomainError } from '@bellwether/errors';

/**
 * The first Wasserstein distance of two samples, ∫ |F_a − F_b| dx: how far, on the average, the mass of one has to be moved
 * to make the other.
 *
 * @param a ascending, finite, of at least one. @param b likewise, in the same unit.
 * @returns ≥ 0, in that unit.
 * @see Vallender (1974), Calculation of the Wasserstein distance between probability distributions on the line.
 */
export function wassersteinDistance(a: Float64Array, b: Float64Array): number {
  if (a.length === 0 || b.length === 0) throw new DomainError('INVALID_ARGUMENT', 'both samples must hold a value');
  let [i, j, distance] = [0, 0, 0];
  let x = Math.min(a[0]!, b[0]!);
  while (i < a.length || j < b.length) {
    const next = Math.min(a[i] ?? Infinity, b[j] ?? Infinity);
    distance += Math.abs(i / a.length - j / b.length) * (next - x);
    x = next;
    while (a[i] === x) i += 1;
    while (b[j] === x) j += 1;
  }
  return distance;
}
