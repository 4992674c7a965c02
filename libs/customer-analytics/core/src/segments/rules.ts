import { quintileScores } from './quintile-scores.js';
import type { Rfm } from './rfm.js';

/** The segments, from the most to the least valuable. */
export const SEGMENT_NAMES = [
  'Champions',
  'Loyal',
  'Potential Loyalist',
  'New Customer',
  'Promising',
  'Needs Attention',
  'At Risk',
  'Cannot Lose Them',
  'Hibernating',
  'Lost',
] as const;
export type SegmentName = (typeof SEGMENT_NAMES)[number];

/**
 * The segment of a customer by recency score (5 first) and value score v = ⌊(F + M) / 2⌋ (1 first): every customer has both
 * scores, so every customer is in exactly one cell.
 *
 * The ranges are those that marketers use (after the eleven of Putler), where they overlap cut so that they no longer do, and
 * its «About To Sleep» given to its neighbours.
 *
 * @see https://www.putler.com/rfm-analysis/
 */
const GRID: readonly (readonly SegmentName[])[] = [
  ['New Customer', 'Potential Loyalist', 'Potential Loyalist', 'Champions', 'Champions'],
  ['Promising', 'Potential Loyalist', 'Potential Loyalist', 'Loyal', 'Champions'],
  ['Promising', 'Needs Attention', 'Needs Attention', 'Loyal', 'Loyal'],
  ['Hibernating', 'Hibernating', 'At Risk', 'At Risk', 'Cannot Lose Them'],
  ['Lost', 'Lost', 'At Risk', 'At Risk', 'Cannot Lose Them'],
];

/** @param recency,frequency,monetary scores, whole numbers in 1 … 5, 5 the best. */
export function segmentOf(recency: number, frequency: number, monetary: number): SegmentName {
  return GRID[5 - recency]![Math.floor((frequency + monetary) / 2) - 1]!;
}

export interface RuleSegments {
  /** Scores of each customer of the table, shape (n,). */
  readonly recencyScores: Uint8Array;
  readonly frequencyScores: Uint8Array;
  readonly monetaryScores: Uint8Array;
  readonly segments: readonly SegmentName[];
}

/** Scores and segments of all customers of a table; a short recency has the high score. */
export function segmentByRules({ recencyDays, orders, revenue }: Rfm): RuleSegments {
  const recencyScores = quintileScores(recencyDays.map((days) => -days));
  const frequencyScores = quintileScores(orders);
  const monetaryScores = quintileScores(revenue);
  const segments = Array.from(recencyScores, (score, i) => segmentOf(score, frequencyScores[i]!, monetaryScores[i]!));
  return { recencyScores, frequencyScores, monetaryScores, segments };
}
