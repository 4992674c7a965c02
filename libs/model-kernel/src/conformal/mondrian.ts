import { requireClassified, type ConformalClassifier, type ConformalSetParams } from './conformal-classifier.js';
import { conformalQuantile } from './conformal-quantile.js';

export interface MondrianConformal extends ConformalSetParams {
  readonly kind: 'mondrian';
  /** For each class, as the threshold of the least ambiguous sets; shape (classes,). */
  readonly thresholds: readonly number[];
}

/**
 * Class-conditional (Mondrian) conformal sets: the score is 1 − p(label) as in LAC, and each label is held against the
 * calibration rows of its own class, so that coverage holds within every class and a rare one is not sacrificed. A
 * class with too few calibration rows is in every set.
 *
 * @see Vovk, Gammerman & Shafer (2005), Algorithmic Learning in a Random World, ch. 4.
 */
export const mondrian: ConformalClassifier<MondrianConformal> = {
  fit(probabilities, classes, labels, alpha) {
    requireClassified(probabilities, classes, labels);
    const scores: number[][] = Array.from({ length: classes }, () => []);
    for (let i = 0; i < labels.length; i++) {
      scores[labels[i]!]!.push(1 - probabilities[i * classes + labels[i]!]!);
    }
    return {
      kind: 'mondrian',
      coverage: 1 - alpha,
      calibrationRows: labels.length,
      thresholds: scores.map((own) => Math.min(1, conformalQuantile(own, alpha))),
    };
  },
  predictSet({ thresholds }, probabilities) {
    return thresholds.flatMap((threshold, label) => (1 - probabilities[label]! <= threshold ? [label] : []));
  },
};
