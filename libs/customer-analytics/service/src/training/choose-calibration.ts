import { DomainError } from '@bellwether/errors';
import { calibrate, isotonic, platt, type Calibration } from '@bellwether/model-kernel/calibration';
import { logLoss } from '@bellwether/model-kernel/metrics';
import { logistic } from '@bellwether/model-kernel/numerics';

/** Margins and outcomes of one validation period, by a model that was fitted before it. */
export interface ScoredFold {
  readonly margins: Float64Array;
  readonly labels: Float64Array;
}

/** Ways to calibrate, simplest first. */
const CANDIDATES = {
  /** p = σ(m + b): corrects the level alone, which class weights and drift move most. */
  offset: fitOffset,
  platt: (margins, labels) => platt.fit(margins, labels),
  isotonic: fitBoundedIsotonic,
} as const satisfies Record<string, (margins: Float64Array, labels: Float64Array) => Calibration>;

export type CalibrationChoice = keyof typeof CANDIDATES;

/** A more flexible way must lower the log loss by this share to be taken: less is luck between two months. */
const CLEARLY_BETTER = 0.01;

/**
 * Chooses the calibration that would have served best: each is fitted on the earlier periods and judged by its log loss on
 * the next one, as it will be used. The chosen one is fitted on all periods. With one period, nothing can be judged and the
 * level is corrected alone.
 *
 * @param folds oldest first, at least one.
 */
export function chooseCalibration(folds: readonly ScoredFold[]): {
  readonly choice: CalibrationChoice;
  readonly calibration: Calibration;
} {
  let choice: CalibrationChoice = 'offset';
  if (folds.length > 1) {
    let best = forwardLoss('offset', folds);
    for (const other of ['platt', 'isotonic'] as const) {
      const loss = forwardLoss(other, folds);
      if (loss < best * (1 - CLEARLY_BETTER)) [choice, best] = [other, loss];
    }
  }
  const all = pooled(folds);
  const calibration = fitted(choice, all);
  if (calibration !== undefined) return { choice, calibration };
  return { choice: 'offset', calibration: CANDIDATES.offset(all.margins, all.labels) };
}

/** Rows of all periods. */
export function pooled(folds: readonly ScoredFold[]): ScoredFold {
  return {
    margins: Float64Array.from(folds.flatMap(({ margins }) => [...margins])),
    labels: Float64Array.from(folds.flatMap(({ labels }) => [...labels])),
  };
}

/** Undefined where the rows do not determine the calibration. */
function fitted(choice: CalibrationChoice, { margins, labels }: ScoredFold): Calibration | undefined {
  try {
    return CANDIDATES[choice](margins, labels);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'FAILED_PRECONDITION') return undefined;
    throw error;
  }
}

function forwardLoss(choice: CalibrationChoice, folds: readonly ScoredFold[]): number {
  let loss = 0;
  let rows = 0;
  for (let next = 1; next < folds.length; next++) {
    const { margins, labels } = folds[next]!;
    const earlier = pooled(folds.slice(0, next));
    const calibration = fitted(choice, earlier);
    if (calibration === undefined) return Infinity;
    const probabilities = margins.map((margin) => calibrate(calibration, margin));
    loss += logLoss(labels, probabilities) * labels.length;
    rows += labels.length;
  }
  return loss / rows;
}

/**
 * Isotonic regression that never answers 0 or 1: no number of rows makes an outcome impossible, and one mistake at 0 costs
 * any log loss. The ends stop at 1/(n + 2) and (n + 1)/(n + 2), Laplace's estimates from n rows of one outcome.
 */
function fitBoundedIsotonic(margins: Float64Array, labels: Float64Array): Calibration {
  const fitted = isotonic.fit(margins, labels);
  const least = 1 / (labels.length + 2);
  return { ...fitted, probabilities: fitted.probabilities.map((p) => Math.min(Math.max(p, least), 1 - least)) };
}

/**
 * The b at which Σ σ(m + b) = Σ y, the maximum of the likelihood: the left side grows with b from 0 to n, so bisection
 * finds it to the last bit.
 */
function fitOffset(margins: Float64Array, labels: Float64Array): Calibration {
  const wanted = labels.reduce((sum, label) => sum + label, 0);
  let [low, high] = [-50, 50];
  for (let step = 0; step < 80; step++) {
    const middle = (low + high) / 2;
    let expected = 0;
    for (const margin of margins) expected += logistic(margin + middle);
    if (expected < wanted) low = middle;
    else high = middle;
  }
  return { kind: 'platt', slope: 1, intercept: (low + high) / 2 };
}
