import { DomainError } from '@bellwether/errors';
import { requireBinaryLabels, requireSample } from '../metrics/sample.js';
import { orderAscending } from '../numerics/order.js';
import type { Calibrator } from './calibrator.js';

/**
 * A non-decreasing broken line through (margins[k], probabilities[k]), constant beyond its ends. Margins ascend
 * strictly; points inside a level stretch are left out.
 */
export interface IsotonicCalibration {
  readonly kind: 'isotonic';
  readonly margins: readonly number[];
  readonly probabilities: readonly number[];
}

/**
 * Isotonic regression: the non-decreasing f that minimises Σ w_i (f(m_i) − y_i)², by pooling adjacent violators, read
 * off by linear interpolation between the fitted points as scikit-learn does.
 *
 * The ends are exactly 0 or 1 where the lowest or highest margins all have one label.
 *
 * @see Barlow, Bartholomew, Bremner & Brunk (1972), Statistical Inference under Order Restrictions, §1.2; Zadrozny &
 *   Elkan (2002), Transforming classifier scores into accurate multiclass probability estimates.
 */
export const isotonic: Calibrator<IsotonicCalibration> = {
  fit(margins, labels, weights) {
    requireSample({ margins, labels }, weights);
    requireBinaryLabels(labels);
    const points = distinctPoints(margins, labels, weights);
    const fitted = poolAdjacentViolators(points.y, points.weight);
    return { kind: 'isotonic', ...withoutLevelInterior(points.x, fitted) };
  },

  calibrate({ margins, probabilities }, margin) {
    const last = margins.length - 1;
    if (Number.isNaN(margin)) return NaN;
    if (margin <= margins[0]!) return probabilities[0]!;
    if (margin >= margins[last]!) return probabilities[last]!;
    let below = 0;
    let above = last;
    while (above - below > 1) {
      const middle = (below + above) >> 1;
      if (margins[middle]! <= margin) below = middle;
      else above = middle;
    }
    const [x0, x1, y0, y1] = [margins[below]!, margins[above]!, probabilities[below]!, probabilities[above]!];
    // Rounding may carry the line a hair over its own end, which would break monotonicity between stretches.
    return Math.min(y1, y0 + ((margin - x0) / (x1 - x0)) * (y1 - y0));
  },
};

/** Rows of one margin become one point: their weighted mean label and total weight; rows of weight 0 are dropped. */
function distinctPoints(
  margins: ArrayLike<number>,
  labels: ArrayLike<number>,
  weights: ArrayLike<number> | undefined,
): { x: number[]; y: number[]; weight: number[] } {
  const [x, positive, weight]: [number[], number[], number[]] = [[], [], []];
  for (const row of orderAscending(margins)) {
    const w = weights?.[row] ?? 1;
    if (w === 0) continue;
    const last = x.length - 1;
    if (margins[row] === x[last]) {
      weight[last]! += w;
      positive[last]! += w * labels[row]!;
    } else {
      x.push(margins[row]!);
      positive.push(w * labels[row]!);
      weight.push(w);
    }
  }
  if (x.length === 0) throw new DomainError('FAILED_PRECONDITION', 'weights must not all be 0');
  return { x, y: positive.map((sum, k) => sum / weight[k]!), weight };
}

/**
 * The pool-adjacent-violators algorithm in one pass: a stack of blocks, the last two merged while they fall.
 *
 * @param y shape (n,), in the order that must not fall. @param weight > 0, shape (n,).
 * @returns the fitted values, shape (n,).
 */
export function poolAdjacentViolators(y: readonly number[], weight: readonly number[]): number[] {
  const blocks: { sum: number; weight: number; size: number }[] = [];
  for (let i = 0; i < y.length; i++) {
    let block = { sum: y[i]! * weight[i]!, weight: weight[i]!, size: 1 };
    for (let previous = blocks.at(-1); previous !== undefined; previous = blocks.at(-1)) {
      if (previous.sum / previous.weight < block.sum / block.weight) break;
      blocks.pop();
      block = {
        sum: previous.sum + block.sum,
        weight: previous.weight + block.weight,
        size: previous.size + block.size,
      };
    }
    blocks.push(block);
  }
  return blocks.flatMap((block) => new Array<number>(block.size).fill(block.sum / block.weight));
}

/**
 * Leaves out the points whose neighbours on both sides have the same value: the broken line is the same without. The
 * ends have a neighbour on one side only, so they always stay.
 */
function withoutLevelInterior(
  x: readonly number[],
  y: readonly number[],
): { margins: number[]; probabilities: number[] } {
  const kept = x.map((_, k) => k).filter((k) => y[k] !== y[k - 1] || y[k] !== y[k + 1]);
  return { margins: kept.map((k) => x[k]!), probabilities: kept.map((k) => y[k]!) };
}
