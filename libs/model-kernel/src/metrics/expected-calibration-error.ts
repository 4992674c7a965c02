import { DomainError } from '@bellwether/errors';
import { reliabilityBins } from './reliability-bins.js';
import type { Column } from './sample.js';

/**
 * Expected calibration error, Σ_b (w_b / W) |mean probability of b − positive rate of b| over equal-width bins.
 *
 * It depends on the bins and is biased upwards on few rows: compare it only at the same bin count and a like n.
 *
 * @param labels 0 or 1, shape (n,).
 * @param probabilities of 1, in [0, 1], shape (n,).
 * @param binCount number of bins; ten unless a protocol says otherwise.
 * @param weights ≥ 0, shape (n,); equal when absent.
 * @throws INVALID_ARGUMENT for malformed columns; FAILED_PRECONDITION when all weights are 0.
 * @see Naeini, Cooper & Hauskrecht (2015), Obtaining well calibrated probabilities using Bayesian binning, AAAI.
 */
export function expectedCalibrationError(
  labels: Column,
  probabilities: Column,
  binCount = 10,
  weights?: Column,
): number {
  let gap = 0;
  let total = 0;
  for (const bin of reliabilityBins(labels, probabilities, binCount, weights)) {
    if (bin.meanProbability === null || bin.positiveRate === null) continue;
    gap += bin.weight * Math.abs(bin.meanProbability - bin.positiveRate);
    total += bin.weight;
  }
  if (total === 0) throw new DomainError('FAILED_PRECONDITION', 'weights must not all be 0');
  return gap / total;
}
