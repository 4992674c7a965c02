import { requireBinaryLabels, requireProbabilities, requireSample, weightedMean, type Column } from './sample.js';

/** The nearest to 0 and 1 a probability is taken; scikit-learn's default up to 1.2. */
const CLIP = 1e-15;

/**
 * Mean negative log-likelihood of binary outcomes, −[y ln p + (1 − y) ln(1 − p)], in nats.
 *
 * Probabilities are clipped to [1e-15, 1 − 1e-15], so that one certain mistake costs 34.5 and not infinity: isotonic
 * calibration answers exactly 0 and 1.
 *
 * @param labels 0 or 1, shape (n,).
 * @param probabilities of 1, in [0, 1], shape (n,).
 * @param weights ≥ 0, shape (n,); equal when absent.
 * @throws INVALID_ARGUMENT for malformed columns.
 * @see Bishop (2006), Pattern Recognition and Machine Learning, eq. (4.90).
 */
export function logLoss(labels: Column, probabilities: Column, weights?: Column): number {
  requireSample({ labels, probabilities }, weights);
  requireBinaryLabels(labels);
  requireProbabilities(probabilities);
  return weightedMean(
    labels.length,
    (i) => {
      const p = Math.min(Math.max(probabilities[i]!, CLIP), 1 - CLIP);
      return labels[i] === 1 ? -Math.log(p) : -Math.log1p(-p);
    },
    weights,
  );
}
