import { DomainError } from '@bellwether/errors';
import { chiSquareTail, normalTail } from '../numerics/index.js';
import type { TwoSampleTest } from './kolmogorov-smirnov.js';
import { requireSameLength, sharesOf } from './shares.js';

/**
 * Pearson's test of whether counts follow the shares of a reference: Σ (o − e)² / e with k − 1 degrees of freedom. A category
 * that the reference lacks makes the statistic infinite and the p-value 0.
 *
 * @param reference counts by category, at least two of them. @param current counts by the same categories.
 * @see Pearson (1900), Phil. Mag. 50.
 */
export function chiSquareTest(reference: readonly number[], current: readonly number[]): TwoSampleTest {
  requireSameLength(reference, current);
  if (reference.length < 2) throw new DomainError('INVALID_ARGUMENT', 'there must be two categories or more');
  const expected = sharesOf('reference', reference);
  const total = current.reduce((sum, count) => sum + count, 0);
  sharesOf('current', current);
  let statistic = 0;
  for (let i = 0; i < expected.length; i++) {
    const e = expected[i]! * total;
    if (e > 0) statistic += (current[i]! - e) ** 2 / e;
    else if (current[i]! > 0) statistic = Infinity;
  }
  return { statistic, pValue: chiSquareTail(statistic, expected.length - 1) };
}

/**
 * Pearson's test of whether two samples of counts are of one distribution: both vary by chance, where `chiSquareTest` takes
 * the reference for known. Categories that neither has count for nothing.
 *
 * @param reference counts by category. @param current counts by the same categories.
 * @see Press et al. (2007), Numerical Recipes, 3rd ed., eq. 14.3.3.
 */
export function homogeneityTest(reference: readonly number[], current: readonly number[]): TwoSampleTest {
  requireSameLength(reference, current);
  const [shares, now] = [sharesOf('reference', reference), sharesOf('current', current)];
  const [before, after] = [reference, current].map((counts) => counts.reduce((sum, count) => sum + count, 0));
  let [statistic, categories] = [0, 0];
  for (let i = 0; i < shares.length; i++) {
    const both = reference[i]! + current[i]!;
    if (both === 0) continue;
    categories += 1;
    statistic += (before! * after! * (shares[i]! - now[i]!) ** 2) / both;
  }
  return { statistic, pValue: categories < 2 ? 1 : chiSquareTail(statistic, categories - 1) };
}

/**
 * The test of whether two proportions are one, two-sided, with the pooled variance; z is 0 where neither varies.
 *
 * @param reference successes and trials of one sample. @param current of the other.
 * @see Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions, 3rd ed., §3.1.
 */
export function proportionTest(
  reference: { readonly successes: number; readonly trials: number },
  current: { readonly successes: number; readonly trials: number },
): TwoSampleTest {
  if (!(reference.trials > 0 && current.trials > 0))
    throw new DomainError('INVALID_ARGUMENT', 'trials must be positive');
  const pooled = (reference.successes + current.successes) / (reference.trials + current.trials);
  const variance = pooled * (1 - pooled) * (1 / reference.trials + 1 / current.trials);
  const difference = current.successes / current.trials - reference.successes / reference.trials;
  const statistic = variance > 0 ? difference / Math.sqrt(variance) : 0;
  return { statistic, pValue: Math.min(1, 2 * normalTail(Math.abs(statistic))) };
}
