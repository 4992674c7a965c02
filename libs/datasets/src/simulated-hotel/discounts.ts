import { portableExp, portableLog, type Rng } from '@bellwether/model-kernel/numerics';
import { cumulativeSum, drawIndex } from '../drawing/weighted-choice.js';

/** Discounts shown to a visitor, in percent, and how often. */
const OFFERED = [
  { percent: 0, share: 0.76 },
  { percent: 5, share: 0.08 },
  { percent: 10, share: 0.09 },
  { percent: 15, share: 0.05 },
  { percent: 20, share: 0.02 },
];

/** The discounts of those who book, at one elasticity. */
export interface DiscountMix {
  /** How many more requests come than without any discount: Σ share · (1 − d)^ε. */
  readonly lift: number;
  /** Draws the discount of a request, percent. */
  readonly draw: (rng: Rng) => number;
}

/** Visitors shown a discount d book (1 − d)^ε times as often, so among bookings the discounts weigh share · (1 − d)^ε. */
export function discountMix(elasticity: number): DiscountMix {
  const weights = OFFERED.map(({ percent, share }) => share * portableExp(elasticity * portableLog(1 - percent / 100)));
  const cumulative = cumulativeSum(weights);
  return {
    lift: cumulative[cumulative.length - 1]!,
    draw: (rng) => OFFERED[drawIndex(rng, cumulative)]!.percent,
  };
}
