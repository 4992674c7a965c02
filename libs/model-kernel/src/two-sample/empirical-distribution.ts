import { DomainError } from '@bellwether/errors';

/**
 * How often each value of a sample occurs. It is as large as the sample has values that differ.
 */
export interface EmpiricalDistribution {
  /** Ascending, finite, each once. */
  readonly values: Float64Array;
  /** How often each of them occurs, > 0. */
  readonly counts: Float64Array;
  /** The size of the sample. */
  readonly total: number;
}

/** @param sample finite values in any order, of at least one. @throws INVALID_ARGUMENT */
export function empiricalDistribution(sample: Float64Array): EmpiricalDistribution {
  const sorted = sample.slice().sort();
  return distributionOf(sorted, new Float64Array(sorted.length).fill(1));
}

/**
 * @param values ascending, finite; one may come several times. @param counts of each, > 0.
 * @throws INVALID_ARGUMENT for anything else, and for none.
 */
export function distributionOf(values: Float64Array, counts: Float64Array): EmpiricalDistribution {
  const distinct = new Float64Array(values.length);
  const howOften = new Float64Array(values.length);
  let [length, total] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value) || !(counts[i]! > 0) || (i > 0 && value < values[i - 1]!)) {
      throw new DomainError('INVALID_ARGUMENT', 'values must be finite and ascend, and their counts be positive');
    }
    // −0 is the value 0, whichever of them comes first.
    if (length === 0 || value !== distinct[length - 1]) distinct[length++] = value + 0;
    howOften[length - 1]! += counts[i]!;
    total += counts[i]!;
  }
  if (length === 0) throw new DomainError('INVALID_ARGUMENT', 'a distribution must hold at least one value');
  return { values: distinct.subarray(0, length), counts: howOften.subarray(0, length), total };
}

/** Mean and standard deviation (of the population), in the unit of the values. */
export function momentsOf({ values, counts, total }: EmpiricalDistribution): { mean: number; deviation: number } {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * counts[i]!;
  const mean = sum / total;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) ** 2 * counts[i]!;
  return { mean, deviation: Math.sqrt(squares / total) };
}

/** The least value that a share of the sample does not exceed: the inverse of the distribution function (type 1). */
export function quantileOfDistribution({ values, counts, total }: EmpiricalDistribution, share: number): number {
  let below = 0;
  for (let i = 0; i < values.length; i++) if ((below += counts[i]!) >= share * total) return values[i]!;
  return values[values.length - 1]!;
}

/** How many of the sample are in each bin, bin k holding edges[k − 1] < x ≤ edges[k]. @param edges ascending. */
export function binnedCounts({ values, counts }: EmpiricalDistribution, edges: readonly number[]): number[] {
  const binned = new Array<number>(edges.length + 1).fill(0);
  let bin = 0;
  for (let i = 0; i < values.length; i++) {
    while (bin < edges.length && values[i]! > edges[bin]!) bin += 1;
    binned[bin]! += counts[i]!;
  }
  return binned;
}
