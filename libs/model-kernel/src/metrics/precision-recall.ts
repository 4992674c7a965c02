import { confusion } from './confusion.js';
import type { Column } from './sample.js';

export interface PrecisionRecall {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/**
 * Precision TP/(TP + FP), recall TP/(TP + FN) and their harmonic mean F1 of predicting 1 where score ≥ threshold.
 * A ratio whose denominator is 0 is answered as 0, as scikit-learn does.
 *
 * @param labels 0 or 1, shape (n,).
 * @param scores finite, shape (n,).
 * @param weights ≥ 0, shape (n,); equal when absent.
 * @throws INVALID_ARGUMENT for malformed columns.
 * @see van Rijsbergen (1979), Information Retrieval, 2nd ed., ch. 7.
 */
export function precisionRecallF1(
  labels: Column,
  scores: Column,
  threshold: number,
  weights?: Column,
): PrecisionRecall {
  const { truePositive, falsePositive, falseNegative } = confusion(labels, scores, threshold, weights);
  const ratio = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);
  return {
    precision: ratio(truePositive, truePositive + falsePositive),
    recall: ratio(truePositive, truePositive + falseNegative),
    f1: ratio(2 * truePositive, 2 * truePositive + falsePositive + falseNegative),
  };
}
