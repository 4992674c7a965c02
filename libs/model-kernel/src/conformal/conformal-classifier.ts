import { DomainError } from '@bellwether/errors';

/** What every fitted set predictor carries. */
export interface ConformalSetParams {
  readonly kind: string;
  readonly coverage: number;
  readonly calibrationRows: number;
}

/**
 * A way to turn class probabilities into a set of labels that holds the true one with probability ≥ 1 − α. The
 * parameters are plain data.
 */
export interface ConformalClassifier<P extends ConformalSetParams> {
  /**
   * @param probabilities shape (n, classes), row by row, each row summing to 1: of rows the model was not trained on.
   * @param labels the true class of each row, shape (n,), integers in 0 … classes − 1.
   * @param alpha miscoverage, in (0, 1).
   * @throws INVALID_ARGUMENT for malformed input.
   */
  fit(probabilities: ArrayLike<number>, classes: number, labels: ArrayLike<number>, alpha: number): P;
  /**
   * @param probabilities of one row, shape (classes,).
   * @returns the labels in the set, ascending; it may be empty where no label conforms.
   */
  predictSet(params: P, probabilities: ArrayLike<number>): number[];
}

/** @throws INVALID_ARGUMENT when the shapes disagree, a label is no class, or a probability is outside [0, 1]. */
export function requireClassified(probabilities: ArrayLike<number>, classes: number, labels: ArrayLike<number>): void {
  if (!Number.isInteger(classes) || classes < 2) {
    throw new DomainError('INVALID_ARGUMENT', `classes must be an integer ≥ 2, got ${classes}`);
  }
  if (probabilities.length !== labels.length * classes) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `probabilities must hold labels × classes = ${labels.length * classes} values, got ${probabilities.length}`,
    );
  }
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (!(Number.isInteger(label) && label >= 0 && label < classes)) {
      throw new DomainError('INVALID_ARGUMENT', `labels[${i}] must be an integer in 0–${classes - 1}, got ${label}`);
    }
  }
  for (let i = 0; i < probabilities.length; i++) {
    if (!(probabilities[i]! >= 0 && probabilities[i]! <= 1)) {
      throw new DomainError('INVALID_ARGUMENT', `probabilities[${i}] must be in [0, 1], got ${probabilities[i]!}`);
    }
  }
}
