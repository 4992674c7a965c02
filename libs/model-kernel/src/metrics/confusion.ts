import { requireBinaryLabels, requireSample, type Column } from './sample.js';

/** Total weight of each outcome of a decision; without weights, counts of rows. */
export interface Confusion {
  readonly truePositive: number;
  readonly falsePositive: number;
  readonly trueNegative: number;
  readonly falseNegative: number;
}

/**
 * The confusion matrix of predicting 1 where score ≥ threshold.
 *
 * @param labels 0 or 1, shape (n,).
 * @param scores finite, shape (n,).
 * @param weights ≥ 0, shape (n,); equal when absent.
 * @throws INVALID_ARGUMENT for malformed columns.
 */
export function confusion(labels: Column, scores: Column, threshold: number, weights?: Column): Confusion {
  requireSample({ labels, scores }, weights);
  requireBinaryLabels(labels);
  const counts = { truePositive: 0, falsePositive: 0, trueNegative: 0, falseNegative: 0 };
  for (let i = 0; i < labels.length; i++) {
    const w = weights?.[i] ?? 1;
    if (scores[i]! >= threshold) counts[labels[i] === 1 ? 'truePositive' : 'falsePositive'] += w;
    else counts[labels[i] === 1 ? 'falseNegative' : 'trueNegative'] += w;
  }
  return counts;
}
