import { DomainError } from '@bellwether/errors';
import { normalTail } from '../numerics/index.js';
import { requireBinaryLabels, requireProbabilities, requireSample, type Column } from './sample.js';

export interface CalibrationTest {
  /** Standard normal where the probabilities are right; its sign is of no account. */
  readonly z: number;
  /** Two-sided. */
  readonly pValue: number;
}

/**
 * Spiegelhalter's test of whether labels are what probabilities say, from the part of the Brier loss that only a
 * miscalibration explains: z = Σ (y − p)(1 − 2p) / √Σ (1 − 2p)² p (1 − p).
 *
 * @param labels 0 or 1, shape (n,). @param probabilities of 1, in [0, 1], shape (n,).
 * @throws INVALID_ARGUMENT for malformed columns; FAILED_PRECONDITION where every p is 0, ½ or 1: nothing is to be tested.
 * @see Spiegelhalter (1986), Probabilistic prediction in patient management and clinical trials, Statistics in Medicine 5.
 */
export function calibrationTest(labels: Column, probabilities: Column): CalibrationTest {
  requireSample({ labels, probabilities });
  requireBinaryLabels(labels);
  requireProbabilities(probabilities);
  let [difference, variance] = [0, 0];
  for (let i = 0; i < labels.length; i++) {
    const p = probabilities[i]!;
    difference += (labels[i]! - p) * (1 - 2 * p);
    variance += (1 - 2 * p) ** 2 * p * (1 - p);
  }
  if (variance === 0) throw new DomainError('FAILED_PRECONDITION', 'probabilities must not all be 0, 0.5 or 1');
  const z = difference / Math.sqrt(variance);
  return { z, pValue: Math.min(1, 2 * normalTail(Math.abs(z))) };
}
