import { DomainError } from '@bellwether/errors';
import { requireSample, weightedMean, type Column } from './sample.js';

/**
 * Coefficient of determination, 1 − Σ(ŷ − y)² / Σ(y − ȳ)²: 1 is perfect, 0 is the mean, below 0 is worse than it.
 *
 * @param actual shape (n,), finite, not constant. @param predicted shape (n,), finite.
 * @param weights ≥ 0, shape (n,); equal when absent.
 * @throws INVALID_ARGUMENT for malformed columns; FAILED_PRECONDITION when y is constant.
 * @see Draper & Smith (1998), Applied Regression Analysis, 3rd ed., ch. 1.
 */
export function r2(actual: Column, predicted: Column, weights?: Column): number {
  requireSample({ actual, predicted }, weights);
  const n = actual.length;
  const mean = weightedMean(n, (i) => actual[i]!, weights);
  const variance = weightedMean(n, (i) => (actual[i]! - mean) ** 2, weights);
  if (variance === 0) throw new DomainError('FAILED_PRECONDITION', `actual must not be constant, every row is ${mean}`);
  return 1 - weightedMean(n, (i) => (predicted[i]! - actual[i]!) ** 2, weights) / variance;
}
