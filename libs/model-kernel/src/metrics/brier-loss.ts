import { requireBinaryLabels, requireProbabilities, requireSample, weightedMean, type Column } from './sample.js';

/**
 * Brier's loss, the mean of (p − y)²: 0 is perfect, ȳ(1 − ȳ) is what the base rate earns.
 *
 * @param labels 0 or 1, shape (n,).
 * @param probabilities of 1, in [0, 1], shape (n,).
 * @param weights ≥ 0, shape (n,); equal when absent.
 * @throws INVALID_ARGUMENT for malformed columns.
 * @see Brier (1950), Verification of forecasts expressed in terms of probability, Monthly Weather Review 78(1). His own
 *   definition sums over both outcomes and is twice this one.
 */
export function brierLoss(labels: Column, probabilities: Column, weights?: Column): number {
  requireSample({ labels, probabilities }, weights);
  requireBinaryLabels(labels);
  requireProbabilities(probabilities);
  return weightedMean(labels.length, (i) => (probabilities[i]! - labels[i]!) ** 2, weights);
}
