import { bestSmoothing } from '../simple/best-smoothing.js';

/**
 * Sums over blocks of k steps that do not overlap, the last block ending with the series; steps before the first whole block
 * are left out.
 *
 * @returns shape (⌊n/k⌋,), oldest first.
 */
export function aggregate(y: Float64Array, k: number): Float64Array {
  const blocks = Math.floor(y.length / k);
  const start = y.length - blocks * k;
  return Float64Array.from({ length: blocks }, (_, block) => {
    let sum = 0;
    for (let i = 0; i < k; i++) sum += y[start + block * k + i]!;
    return sum;
  });
}

/** Mean steps from one demand to the next, the first counted from the beginning of the series; 1 without a demand. */
export function meanInterval(y: Float64Array): number {
  let last = -1;
  let count = 0;
  for (let t = 0; t < y.length; t++) {
    if (y[t] === 0) continue;
    last = t;
    count += 1;
  }
  return count === 0 ? 1 : (last + 1) / count;
}

const ALPHAS = [0.1, 0.15, 0.2, 0.25, 0.3];

/**
 * The last level of simple exponential smoothing from the first value on, with the α of 0.1 … 0.3 of least squared one-step
 * errors: the range advised for intermittent demand.
 *
 * @see Syntetos & Boylan (2005), International Journal of Forecasting 21(2), §4, for the range.
 */
export function smoothedLevel(y: Float64Array): number {
  return bestSmoothing(y, ALPHAS).level;
}
