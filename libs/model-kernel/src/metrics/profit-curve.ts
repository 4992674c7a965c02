import { DomainError } from '@bellwether/errors';
import { orderDescending } from '../numerics/order.js';
import { requireBinaryLabels, requireSample, type Column } from './sample.js';

/** What one row earns by the decision and its outcome, in money; a cost is negative. */
export interface OutcomeValues {
  readonly truePositive: number;
  readonly falsePositive: number;
  readonly trueNegative: number;
  readonly falseNegative: number;
}

/** The profit of acting on every row with score ≥ threshold. */
export interface ProfitPoint {
  /** Null acts on nobody: no score reaches it. */
  readonly threshold: number | null;
  /** Total weight of the rows acted on. */
  readonly acted: number;
  /** Total over all rows, in the unit of the values. */
  readonly profit: number;
}

export interface ProfitCurve {
  /** From acting on nobody down through every distinct score: thresholds descend, `acted` grows. */
  readonly points: readonly ProfitPoint[];
  /** The most profitable point; among equals the one that acts on the fewest. */
  readonly best: ProfitPoint;
}

/**
 * Profit as a function of the decision threshold, one point per distinct score.
 *
 * @param labels 0 or 1, shape (n,).
 * @param scores finite, shape (n,).
 * @param values money per row for each of the four outcomes, finite.
 * @param weights ≥ 0, shape (n,); equal when absent.
 * @throws INVALID_ARGUMENT for malformed columns or values that are not finite.
 * @see Provost & Fawcett (2013), Data Science for Business, ch. 8, "Profit curves".
 */
export function profitCurve(labels: Column, scores: Column, values: OutcomeValues, weights?: Column): ProfitCurve {
  requireSample({ labels, scores }, weights);
  requireBinaryLabels(labels);
  for (const [outcome, value] of Object.entries(values)) {
    if (!Number.isFinite(value)) {
      throw new DomainError('INVALID_ARGUMENT', `values.${outcome} must be finite, got ${value}`);
    }
  }
  const gainOfActing = [values.falsePositive - values.trueNegative, values.truePositive - values.falseNegative];
  const order = orderDescending(scores);
  let acted = 0;
  let profit = 0;
  for (let i = 0; i < labels.length; i++) {
    profit += (weights?.[i] ?? 1) * (labels[i] === 1 ? values.falseNegative : values.trueNegative);
  }
  let best: ProfitPoint = { threshold: null, acted, profit };
  const points = [best];
  for (let start = 0; start < order.length;) {
    const threshold = scores[order[start]!]!;
    let end = start;
    for (; end < order.length && scores[order[end]!] === threshold; end++) {
      const w = weights?.[order[end]!] ?? 1;
      acted += w;
      profit += w * gainOfActing[labels[order[end]!]!]!;
    }
    const point = { threshold, acted, profit };
    points.push(point);
    if (profit > best.profit) best = point;
    start = end;
  }
  return { points, best };
}
