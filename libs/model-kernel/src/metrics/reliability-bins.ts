import { DomainError } from '@bellwether/errors';
import { requireBinaryLabels, requireProbabilities, requireSample, type Column } from './sample.js';

/** One bin of a reliability diagram; the means are null where the bin holds no row. */
export interface ReliabilityBin {
  /** The bin holds lower ≤ p < upper, and the last one p = 1 too. */
  readonly lower: number;
  readonly upper: number;
  /** Total weight of its rows. */
  readonly weight: number;
  readonly meanProbability: number | null;
  readonly positiveRate: number | null;
}

/**
 * The reliability diagram: equal-width bins of the predicted probability, with what was predicted and what happened.
 *
 * @param labels 0 or 1, shape (n,).
 * @param probabilities of 1, in [0, 1], shape (n,).
 * @param binCount number of bins, a positive integer.
 * @param weights ≥ 0, shape (n,); equal when absent.
 * @throws INVALID_ARGUMENT for malformed columns or a bin count that is not a positive integer.
 * @see Niculescu-Mizil & Caruana (2005), Predicting good probabilities with supervised learning, §3.
 */
export function reliabilityBins(
  labels: Column,
  probabilities: Column,
  binCount = 10,
  weights?: Column,
): ReliabilityBin[] {
  requireSample({ labels, probabilities }, weights);
  requireBinaryLabels(labels);
  requireProbabilities(probabilities);
  if (!Number.isInteger(binCount) || binCount < 1) {
    throw new DomainError('INVALID_ARGUMENT', `binCount must be a positive integer, got ${binCount}`);
  }
  const weight = new Float64Array(binCount);
  const predicted = new Float64Array(binCount);
  const positive = new Float64Array(binCount);
  for (let i = 0; i < labels.length; i++) {
    const w = weights?.[i] ?? 1;
    const bin = Math.min(Math.floor(probabilities[i]! * binCount), binCount - 1);
    weight[bin]! += w;
    predicted[bin]! += w * probabilities[i]!;
    positive[bin]! += w * labels[i]!;
  }
  return Array.from(weight, (total, bin) => ({
    lower: bin / binCount,
    upper: (bin + 1) / binCount,
    weight: total,
    meanProbability: total > 0 ? predicted[bin]! / total : null,
    positiveRate: total > 0 ? positive[bin]! / total : null,
  }));
}
