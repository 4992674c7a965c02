import { requireSameLength, sharesOf } from './shares.js';

/** Share that an empty bin counts as: the logarithm of nothing is no number. */
const LEAST_SHARE = 1e-4;

/**
 * The population stability index of two distributions over the same bins: Σ (c − r) ln(c / r), the symmetric divergence of
 * Kullback and Leibler. By custom below 0.1 is stable and above 0.25 is not.
 *
 * @param reference counts by bin. @param current counts by the same bins.
 * @see Siddiqi (2006), Credit Risk Scorecards, ch. 9; Jeffreys (1946).
 */
export function populationStability(reference: readonly number[], current: readonly number[]): number {
  requireSameLength(reference, current);
  const [r, c] = [sharesOf('reference', reference), sharesOf('current', current)];
  let index = 0;
  for (let i = 0; i < r.length; i++) {
    if (r[i] === 0 && c[i] === 0) continue;
    const [before, now] = [Math.max(r[i]!, LEAST_SHARE), Math.max(c[i]!, LEAST_SHARE)];
    index += (now - before) * Math.log(now / before);
  }
  return index;
}
