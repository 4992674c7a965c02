import { orderDescending } from '../numerics/order.js';
import { requireClassified, type ConformalClassifier, type ConformalSetParams } from './conformal-classifier.js';
import { conformalQuantile } from './conformal-quantile.js';

export interface AdaptiveSetsConformal extends ConformalSetParams {
  readonly kind: 'adaptive-sets';
  /** The probability mass that a set gathers, most probable label first; in [0, 1]. */
  readonly threshold: number;
}

/**
 * Adaptive prediction sets (APS): the score of a label is the total probability of the labels at least as probable,
 * its own included, so that easy rows get small sets and hard rows large ones.
 *
 * This is the form without randomisation, whose answer is a function of the row: it covers a little more than 1 − α.
 * The most probable label is always in the set. Equally probable labels are taken in the order of their number.
 *
 * @see Romano, Sesia & Candès (2020), Classification with valid and adaptive coverage, NeurIPS 33, §2.
 */
export const adaptiveSets: ConformalClassifier<AdaptiveSetsConformal> = {
  fit(probabilities, classes, labels, alpha) {
    requireClassified(probabilities, classes, labels);
    const row = new Float64Array(classes);
    const scores = Float64Array.from(labels, (label, i) => {
      for (let k = 0; k < classes; k++) row[k] = probabilities[i * classes + k]!;
      return massUpTo(row, label);
    });
    return {
      kind: 'adaptive-sets',
      coverage: 1 - alpha,
      calibrationRows: labels.length,
      threshold: Math.min(ALL_LABELS, conformalQuantile(scores, alpha)),
    };
  },
  predictSet({ threshold }, probabilities) {
    const set: number[] = [];
    let mass = 0;
    for (const label of orderDescending(probabilities)) {
      mass += probabilities[label]!;
      if (set.length > 0 && mass > threshold) break;
      set.push(label);
    }
    return set.sort((a, b) => a - b);
  },
};

/** Above any sum of probabilities that rounding can lift over 1: a threshold that lets every label in. */
const ALL_LABELS = 2;

function massUpTo(probabilities: Float64Array, label: number): number {
  let mass = 0;
  for (const other of orderDescending(probabilities)) {
    mass += probabilities[other]!;
    if (other === label) break;
  }
  return mass;
}
