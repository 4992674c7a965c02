import { DomainError } from '@bellwether/errors';
import { orderDescending } from '../numerics/order.js';
import { classWeights, requireBinaryLabels, requireSample, type Column } from './sample.js';

/** One point of the cumulative gains curve, after the rows of one distinct score. */
export interface GainsPoint {
  /** Share of all rows taken so far, best score first. */
  readonly rowShare: number;
  /** Share of all positives among them. */
  readonly positiveShare: number;
}

/**
 * Cumulative gains: what share of the positives the best-scored share of rows holds. Starts at (0, 0), ends at (1, 1);
 * tied rows enter together.
 *
 * @param labels 0 or 1, shape (n,), at least one 1.
 * @param scores finite, shape (n,).
 * @throws INVALID_ARGUMENT for malformed columns; FAILED_PRECONDITION when there is no positive.
 * @see Provost & Fawcett (2013), Data Science for Business, ch. 8, "Cumulative response and lift curves".
 */
export function gainsCurve(labels: Column, scores: Column): GainsPoint[] {
  requireSample({ labels, scores });
  requireBinaryLabels(labels);
  const { positive } = classWeights(labels, undefined, 'positive');
  const order = orderDescending(scores);
  const points: GainsPoint[] = [{ rowShare: 0, positiveShare: 0 }];
  let found = 0;
  for (let rank = 0; rank < order.length; rank++) {
    found += labels[order[rank]!]!;
    const lastOfTie = scores[order[rank]!] !== scores[order[rank + 1] ?? -1];
    if (lastOfTie) points.push({ rowShare: (rank + 1) / order.length, positiveShare: found / positive });
  }
  return points;
}

/**
 * Lift at k: the positive rate of the k best-scored rows over that of all rows; 1 is what chance gives. Where a tie
 * straddles k, its rows count in proportion, so that the answer does not depend on the order of the rows.
 *
 * @param labels 0 or 1, shape (n,), at least one 1.
 * @param scores finite, shape (n,).
 * @param k number of rows, an integer in 1 … n.
 * @throws INVALID_ARGUMENT for malformed columns or k outside its range; FAILED_PRECONDITION when there is no positive.
 */
export function liftAtK(labels: Column, scores: Column, k: number): number {
  if (!Number.isInteger(k) || k < 1 || k > labels.length) {
    throw new DomainError('INVALID_ARGUMENT', `k must be an integer in 1–${labels.length}, got ${k}`);
  }
  const curve = gainsCurve(labels, scores);
  const share = k / labels.length;
  const above = curve.findIndex((point) => point.rowShare >= share);
  const [from, to] = [curve[above - 1]!, curve[above]!];
  const within = (share - from.rowShare) / (to.rowShare - from.rowShare);
  return (from.positiveShare + within * (to.positiveShare - from.positiveShare)) / share;
}
