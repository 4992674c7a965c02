import type { EmpiricalDistribution } from './empirical-distribution.js';

/**
 * The first Wasserstein distance of two samples, ∫ |F_a − F_b| dx: how far, on the average, the mass of one has to be moved
 * to make the other.
 *
 * @returns ≥ 0, in the unit of the values.
 * @see Vallender (1974), Calculation of the Wasserstein distance between probability distributions on the line.
 */
export function wassersteinDistance(a: EmpiricalDistribution, b: EmpiricalDistribution): number {
  let [i, j, ofA, ofB, distance] = [0, 0, 0, 0, 0];
  let x = Math.min(a.values[0]!, b.values[0]!);
  while (i < a.values.length || j < b.values.length) {
    const next = Math.min(a.values[i] ?? Infinity, b.values[j] ?? Infinity);
    distance += Math.abs(ofA / a.total - ofB / b.total) * (next - x);
    x = next;
    if (a.values[i] === x) ofA += a.counts[i++]!;
    if (b.values[j] === x) ofB += b.counts[j++]!;
  }
  return distance;
}
