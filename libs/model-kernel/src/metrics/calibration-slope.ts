import { logit } from '../numerics/logistic.js';
import { fitLogisticLine, type LogisticLine } from '../numerics/logistic-line.js';
import { classWeights, requireBinaryLabels, requireProbabilities, requireSample, type Column } from './sample.js';

/** As for the log loss: a probability of exactly 0 or 1 has no finite log-odds. */
const CLIP = 1e-15;

/**
 * Cox's logistic recalibration, logit P(y = 1) = intercept + slope · logit(p): slope 1 and intercept 0 when p is
 * calibrated, slope < 1 when p is too extreme (an over-fitted model), > 1 when it is too timid.
 *
 * Probabilities are clipped to [1e-15, 1 − 1e-15].
 *
 * @param labels 0 or 1, shape (n,), both present.
 * @param probabilities of 1, in [0, 1], shape (n,), at least two distinct.
 * @param weights ≥ 0, shape (n,); equal when absent.
 * @throws INVALID_ARGUMENT for malformed columns; FAILED_PRECONDITION when a class is absent, p is constant, or p
 *   separates the classes (the slope is then infinite).
 * @see Cox (1958), Two further applications of a model for binary regression, Biometrika 45(3/4).
 */
export function calibrationSlopeIntercept(labels: Column, probabilities: Column, weights?: Column): LogisticLine {
  requireSample({ labels, probabilities }, weights);
  requireBinaryLabels(labels);
  requireProbabilities(probabilities);
  classWeights(labels, weights, 'both');
  const logOdds = Float64Array.from({ length: labels.length }, (_, i) =>
    logit(Math.min(Math.max(probabilities[i]!, CLIP), 1 - CLIP)),
  );
  return fitLogisticLine(logOdds, labels, weights);
}
