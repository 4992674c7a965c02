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
 * miscalibration explains: z = Σ (y − p)(1 − 2p) / √Σ (1 − 2p)² p (1 − p). It sees probabilities that are too bold or too
 * shy, and next to nothing of a shift of all of them where they lie about ½: that is what `meanCalibrationTest` sees.
 *
 * @param labels 0 or 1, shape (n,). @param probabilities of 1, in [0, 1], shape (n,).
 * @throws INVALID_ARGUMENT for malformed columns; FAILED_PRECONDITION where every p is 0, ½ or 1: nothing is to be tested.
 * @see Spiegelhalter (1986), Probabilistic prediction in patient management and clinical trials, Statistics in Medicine 5.
 */
export function calibrationTest(labels: Column, probabilities: Column): CalibrationTest {
  return weightedTest(labels, probabilities, (p) => 1 - 2 * p, 'probabilities must not all be 0, 0.5 or 1');
}

/**
 * The test of whether there are as many positives as probabilities add up to (calibration in the large):
 * z = Σ (y − p) / √Σ p (1 − p).
 *
 * @param labels 0 or 1, shape (n,). @param probabilities of 1, in [0, 1], shape (n,).
 * @throws INVALID_ARGUMENT for malformed columns; FAILED_PRECONDITION where every p is 0 or 1.
 * @see Cox (1958), Two further applications of a model for binary regression, Biometrika 45.
 */
export function meanCalibrationTest(labels: Column, probabilities: Column): CalibrationTest {
  return weightedTest(labels, probabilities, () => 1, 'probabilities must not all be 0 or 1');
}

function weightedTest(
  labels: Column,
  probabilities: Column,
  weight: (p: number) => number,
  rule: string,
): CalibrationTest {
  requireSample({ labels, probabilities });
  requireBinaryLabels(labels);
  requireProbabilities(probabilities);
  let [difference, variance] = [0, 0];
  for (let i = 0; i < labels.length; i++) {
    const p = probabilities[i]!;
    const w = weight(p);
    difference += (labels[i]! - p) * w;
    variance += w * w * p * (1 - p);
  }
  if (variance === 0) throw new DomainError('FAILED_PRECONDITION', rule);
  const z = difference / Math.sqrt(variance);
  return { z, pValue: Math.min(1, 2 * normalTail(Math.abs(z))) };
}
