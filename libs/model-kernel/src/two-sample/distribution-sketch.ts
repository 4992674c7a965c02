import { DomainError } from '@bellwether/errors';
import { distributionOf, type EmpiricalDistribution } from './empirical-distribution.js';

/**
 * An empirical distribution of bounded size, with how far its distribution function may be from that of the sample.
 * Sketches of parts of a sample merge into one of the whole.
 */
export interface DistributionSketch extends EmpiricalDistribution {
  /** sup |F̂ − F| is at most this: 0 where nothing was left out. */
  readonly rankError: number;
}

/**
 * The distribution in at most so many values: neighbours are put together, in groups of equal weight, under the middle one
 * by weight. Where it has no more values than that it stays as it is.
 *
 * A group of weight w misplaces less than w/2 on either side of its value, so that the rank error grows by at most half
 * of the heaviest group's share. A value that is heavier than a group stays alone and is exact.
 *
 * @param most values to keep, ≥ 2.
 * @throws INVALID_ARGUMENT
 * @see Agarwal et al. (2012), Mergeable summaries, PODS, §3: equal-weight compression of quantile summaries.
 */
export function sketchOf(
  distribution: EmpiricalDistribution & { readonly rankError?: number },
  most: number,
): DistributionSketch {
  if (!(Number.isInteger(most) && most >= 2)) {
    throw new DomainError('INVALID_ARGUMENT', `most must be an integer ≥ 2, got ${most}`);
  }
  const { values, counts, total, rankError = 0 } = distribution;
  if (values.length <= most) return { values, counts, total, rankError };
  const groups = groupsOf(counts, total, most);
  const kept = new Float64Array(groups.length);
  const weights = new Float64Array(groups.length);
  let error = 0;
  groups.forEach(([from, to], g) => {
    let weight = 0;
    for (let i = from; i < to; i++) weight += counts[i]!;
    let before = 0;
    let middle = from;
    while (before + counts[middle]! < weight / 2) before += counts[middle++]!;
    kept[g] = values[middle]!;
    weights[g] = weight;
    // Below the middle value F̂ lacks what is before it; from it on F̂ has too much by what is behind it.
    error = Math.max(error, before, weight - before - counts[middle]!);
  });
  return { values: kept, counts: weights, total, rankError: rankError + error / total };
}

/**
 * One sketch of two samples together.
 *
 * @param most values to keep, ≥ 2.
 */
export function mergeSketches(a: DistributionSketch, b: DistributionSketch, most: number): DistributionSketch {
  const length = a.values.length + b.values.length;
  const values = new Float64Array(length);
  const counts = new Float64Array(length);
  for (let i = 0, j = 0, k = 0; k < length; k++) {
    const fromA = j >= b.values.length || (i < a.values.length && a.values[i]! <= b.values[j]!);
    values[k] = fromA ? a.values[i]! : b.values[j]!;
    counts[k] = fromA ? a.counts[i++]! : b.counts[j++]!;
  }
  const merged = distributionOf(values, counts);
  // Each is off by its own share of the whole.
  const rankError = (a.rankError * a.total + b.rankError * b.total) / merged.total;
  return sketchOf({ ...merged, rankError }, most);
}

/** Consecutive ranges [from, to) of equal weight, as nearly as values allow; heavy values are ranges of their own. */
function groupsOf(counts: Float64Array, total: number, most: number): [number, number][] {
  // Half of the places are for groups that a heavy value cuts short.
  const limit = (2 * total) / most;
  const groups: [number, number][] = [];
  let from = 0;
  let weight = 0;
  for (let i = 0; i < counts.length; i++) {
    if (weight > 0 && weight + counts[i]! > limit) {
      groups.push([from, i]);
      from = i;
      weight = 0;
    }
    weight += counts[i]!;
  }
  groups.push([from, counts.length]);
  return groups;
}
