import { classWeights, requireBinaryLabels, requireSample } from '../metrics/sample.js';
import { logistic } from '../numerics/logistic.js';
import { fitLogisticLine } from '../numerics/logistic-line.js';
import type { Calibrator } from './calibrator.js';

/** p = σ(slope · margin + intercept); Platt's A is −slope and his B is −intercept. */
export interface PlattCalibration {
  readonly kind: 'platt';
  readonly slope: number;
  readonly intercept: number;
}

/**
 * Platt scaling: a logistic line through the margins, fitted to the targets (N₊ + 1)/(N₊ + 2) and 1/(N₋ + 2) in place
 * of 1 and 0, which keeps it finite where the margins separate the classes. With weights, N₊ and N₋ are total weights.
 *
 * A slope below 0 is kept as fitted: it says that the model ranks backwards, which is for the caller's gate to refuse.
 *
 * @see Platt (1999), Probabilistic outputs for support vector machines; Lin, Lin & Weng (2007), A note on Platt's
 *   probabilistic outputs for support vector machines, Machine Learning 68(3).
 */
export const platt: Calibrator<PlattCalibration> = {
  fit(margins, labels, weights) {
    requireSample({ margins, labels }, weights);
    requireBinaryLabels(labels);
    const { positive, negative } = classWeights(labels, weights, 'none');
    const high = (positive + 1) / (positive + 2);
    const low = 1 / (negative + 2);
    const targets = Float64Array.from(labels, (label) => (label === 1 ? high : low));
    const { slope, intercept } = fitLogisticLine(margins, targets, weights);
    return { kind: 'platt', slope, intercept };
  },
  calibrate: (params, margin) => logistic(params.slope * margin + params.intercept),
};
