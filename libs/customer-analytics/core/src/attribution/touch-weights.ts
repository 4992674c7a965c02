import type { AttributionOptions } from './options.js';
import type { Touch } from './conversion-path.js';

/** What each touch of a path has of its conversion; they sum to 1. */
export type TouchWeights = (touches: readonly Touch[], options: AttributionOptions) => number[];

export const firstTouch: TouchWeights = (touches) => touches.map((_, i) => (i === 0 ? 1 : 0));

export const lastTouch: TouchWeights = (touches) => touches.map((_, i) => (i === touches.length - 1 ? 1 : 0));

export const linear: TouchWeights = (touches) => touches.map(() => 1 / touches.length);

/** In proportion to 2^(−days before the conversion / half-life). */
export const timeDecay: TouchWeights = (touches, { halfLifeDays }) => {
  // From the newest touch, so that old paths do not vanish in rounding.
  const newest = touches.reduce((least, { daysBefore }) => Math.min(least, daysBefore), Infinity);
  const decayed = touches.map(({ daysBefore }) => 2 ** (-(daysBefore - newest) / halfLifeDays));
  const total = decayed.reduce((sum, weight) => sum + weight, 0);
  return decayed.map((weight) => weight / total);
};

/** So much to the first and to the last touch, the rest in equal parts to those between; two touches have half each. */
export const positionBased: TouchWeights = (touches, { endShare }) => {
  const n = touches.length;
  if (n <= 2) return touches.map(() => 1 / n);
  return touches.map((_, i) => (i === 0 || i === n - 1 ? endShare : (1 - 2 * endShare) / (n - 2)));
};
