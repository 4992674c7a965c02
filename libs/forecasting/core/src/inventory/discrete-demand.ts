import { DomainError } from '@bellwether/errors';
import { logGamma } from '@bellwether/model-kernel/numerics';

/** Demand in whole units: P(D = first + k) = probabilities[k]. Plain data. */
export interface DiscreteDemand {
  /** The smallest demand that has a probability, a whole number ≥ 0. */
  readonly first: number;
  /** ≥ 0 and adding up to 1. */
  readonly probabilities: readonly number[];
}

/** Probabilities below this, far from the mean, are left out; together they are too small to move a sum of doubles. */
const NEGLIGIBLE = 1e-18;

/**
 * P(D = k) = e^{−μ} μ^k / k!, cut where it no longer counts.
 *
 * @param mean μ > 0, in units a period.
 * @throws INVALID_ARGUMENT unless the mean is a finite number above 0.
 */
export function poissonDemand(mean: number): DiscreteDemand {
  if (!(mean > 0 && mean < Infinity)) {
    throw new DomainError('INVALID_ARGUMENT', `mean must be a finite number above 0, got ${mean}`);
  }
  const probability = (k: number): number => Math.exp(k * Math.log(mean) - mean - logGamma(k + 1));
  const mode = Math.floor(mean);
  let first = mode;
  while (first > 0 && probability(first - 1) > NEGLIGIBLE) first -= 1;
  const probabilities: number[] = [];
  for (let k = first; k <= mode || probability(k) > NEGLIGIBLE; k++) probabilities.push(probability(k));
  return discreteDemand(first, probabilities);
}

/**
 * The demand that was seen (or simulated), each observation equally probable.
 *
 * @param sample whole units ≥ 0, shape (n,), n ≥ 1.
 * @throws INVALID_ARGUMENT for an empty sample or a value that is no whole number ≥ 0.
 */
export function empiricalDemand(sample: ArrayLike<number>): DiscreteDemand {
  const units = Float64Array.from(sample);
  if (units.length === 0) throw new DomainError('INVALID_ARGUMENT', 'sample must hold at least one value, got none');
  const bad = units.findIndex((value) => !Number.isInteger(value) || value < 0);
  if (bad >= 0) {
    throw new DomainError('INVALID_ARGUMENT', `sample[${bad}] must be a whole number ≥ 0, got ${units[bad]}`);
  }
  units.sort();
  const first = units[0]!;
  const probabilities = new Array<number>(units[units.length - 1]! - first + 1).fill(0);
  for (const value of units) probabilities[value - first]! += 1;
  return discreteDemand(first, probabilities);
}

/**
 * Any demand in whole units, its weights made to add up to 1.
 *
 * @param first a whole number ≥ 0. @param weights ≥ 0, not all 0.
 * @throws INVALID_ARGUMENT when they are not.
 */
export function discreteDemand(first: number, weights: readonly number[]): DiscreteDemand {
  if (!Number.isInteger(first) || first < 0) {
    throw new DomainError('INVALID_ARGUMENT', `first must be a whole number ≥ 0, got ${first}`);
  }
  const bad = weights.findIndex((weight) => !(weight >= 0 && weight < Infinity));
  if (bad >= 0) throw new DomainError('INVALID_ARGUMENT', `weights[${bad}] must be ≥ 0, got ${weights[bad]}`);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0)) throw new DomainError('INVALID_ARGUMENT', `weights must not all be 0, they add up to ${total}`);
  return { first, probabilities: weights.map((weight) => weight / total) };
}

/** E[D], in units. */
export function meanDemand({ first, probabilities }: DiscreteDemand): number {
  return probabilities.reduce((sum, probability, k) => sum + (first + k) * probability, 0);
}

/** The smallest d with P(D ≤ d) ≥ p. @param p in (0, 1). */
export function demandQuantile({ first, probabilities }: DiscreteDemand, p: number): number {
  let below = 0;
  for (const [k, probability] of probabilities.entries()) {
    below += probability;
    // A ratio such as 4/5 is often met exactly, and the sum of probabilities misses it by an ulp.
    if (below >= p - 1e-12) return first + k;
  }
  return first + probabilities.length - 1;
}
