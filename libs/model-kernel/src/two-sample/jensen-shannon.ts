import { requireSameLength, sharesOf } from './shares.js';

/**
 * The Jensen–Shannon distance of two distributions over the same categories: √((KL(p‖m) + KL(q‖m)) / 2), m their mean, in
 * natural logarithms.
 *
 * @param reference counts by category. @param current counts by the same categories.
 * @returns in [0, √ln 2] = [0, 0.8326].
 * @see Endres & Schindelin (2003), A new metric for probability distributions, IEEE Trans. Inf. Theory 49.
 */
export function jensenShannonDistance(reference: readonly number[], current: readonly number[]): number {
  requireSameLength(reference, current);
  const [p, q] = [sharesOf('reference', reference), sharesOf('current', current)];
  let divergence = 0;
  for (let i = 0; i < p.length; i++) {
    const mean = (p[i]! + q[i]!) / 2;
    divergence += part(p[i]!, mean) + part(q[i]!, mean);
  }
  // Rounding may leave it a hair below nothing.
  return Math.sqrt(Math.max(0, divergence / 2));
}

const part = (share: number, mean: number): number => (share === 0 ? 0 : share * Math.log(share / mean));
