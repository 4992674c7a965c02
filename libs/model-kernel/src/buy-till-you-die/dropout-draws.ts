import type { Rng } from '../numerics/index.js';

/** Trials up to and with the first success of probability p: 1, 2, …; ∞ for p = 0. */
export function drawTrials(p: number, rng: Rng): number {
  if (p >= 1) return 1;
  if (!(p > 0)) return Infinity;
  return 1 + Math.floor(Math.log1p(-rng.next()) / Math.log1p(-p));
}

/** An exponential time of the rate given; ∞ for the rate 0, which a gamma variate of a small shape underflows to. */
export const drawTime = (rate: number, rng: Rng): number => (rate > 0 ? rng.exponential(rate) : Infinity);
