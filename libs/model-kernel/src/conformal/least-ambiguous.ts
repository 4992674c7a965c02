import { requireClassified, type ConformalClassifier, type ConformalSetParams } from './conformal-classifier.js';
import { conformalQuantile } from './conformal-quantile.js';

export interface LeastAmbiguousConformal extends ConformalSetParams {
  readonly kind: 'least-ambiguous';
  /** A label whose probability falls short of 1 by more than this is left out; in [0, 1]. */
  readonly threshold: number;
}

/**
 * Least ambiguous set-valued classification (LAC): the score of a label is 1 − p(label), and the set holds every label
 * whose score is at most the conformal quantile. The smallest sets on average for their coverage; hard rows may get the
 * empty set.
 *
 * @see Sadinle, Lei & Wasserman (2019), Least ambiguous set-valued classifiers with bounded error levels, JASA 114(525).
 */
export const leastAmbiguous: ConformalClassifier<LeastAmbiguousConformal> = {
  fit(probabilities, classes, labels, alpha) {
    requireClassified(probabilities, classes, labels);
    const scores = Float64Array.from(labels, (label, i) => 1 - probabilities[i * classes + label]!);
    return {
      kind: 'least-ambiguous',
      coverage: 1 - alpha,
      calibrationRows: labels.length,
      // No score exceeds 1, so 1 stands for ∞ and the parameters stay plain JSON.
      threshold: Math.min(1, conformalQuantile(scores, alpha)),
    };
  },
  predictSet({ threshold }, probabilities) {
    const set: number[] = [];
    for (let label = 0; label < probabilities.length; label++) {
      if (1 - probabilities[label]! <= threshold) set.push(label);
    }
    return set;
  },
};
