import { DomainError } from '@bellwether/errors';
import { conformalPValue } from './conformal-p-value.js';
import { sortedScores } from './conformal-quantile.js';

/** How sure a binary prediction is, and how usual its row. */
export interface Confidence {
  /** The largest 1 − α at which the prediction set is a single label; 1 minus the smaller p-value. */
  readonly confidence: number;
  /** The larger p-value: low when neither label conforms, a row unlike the calibration rows. */
  readonly credibility: number;
}

/** Calibration scores 1 − p(true label) by class, each ascending: what {@link mondrianConfidence} reads. */
export interface ClassConditionalScores {
  readonly negative: readonly number[];
  readonly positive: readonly number[];
}

/**
 * Confidence and credibility of a binary prediction from the p-values of its two labels, score 1 − p(label).
 *
 * @param calibrationScores 1 − p(true label) of rows the model was not trained on, ascending, shape (n,).
 * @param p probability of 1, in [0, 1].
 * @throws INVALID_ARGUMENT when p is outside [0, 1].
 * @see Vovk, Gammerman & Shafer (2005), Algorithmic Learning in a Random World, ch. 3.
 */
export function conformalConfidence(calibrationScores: ArrayLike<number>, p: number): Confidence {
  return confidenceOf(
    conformalPValue(calibrationScores, requireProbability(p)),
    conformalPValue(calibrationScores, 1 - p),
  );
}

/** As {@link conformalConfidence}, each label held against the calibration rows of its own class. */
export function mondrianConfidence(calibrationScores: ClassConditionalScores, p: number): Confidence {
  return confidenceOf(
    conformalPValue(calibrationScores.negative, requireProbability(p)),
    conformalPValue(calibrationScores.positive, 1 - p),
  );
}

/**
 * The calibration scores of binary rows, by class, plain data for {@link mondrianConfidence}.
 *
 * @param probabilities of 1, in [0, 1], shape (n,). @param labels 0 or 1, shape (n,).
 * @param limit keep at most this many per class, evenly spaced order statistics, so that a bundle stays small; the
 *   p-values move by at most 1/limit.
 */
export function classConditionalScores(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  limit = 1000,
): ClassConditionalScores {
  const scores: [number[], number[]] = [[], []];
  for (let i = 0; i < labels.length; i++) {
    const p = requireProbability(probabilities[i]!);
    if (labels[i] === 1) scores[1].push(1 - p);
    else scores[0].push(p);
  }
  return { negative: thinned(scores[0], limit), positive: thinned(scores[1], limit) };
}

function confidenceOf(negative: number, positive: number): Confidence {
  return { confidence: 1 - Math.min(negative, positive), credibility: Math.max(negative, positive) };
}

function requireProbability(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new DomainError('INVALID_ARGUMENT', `p must be in [0, 1], got ${p}`);
  return p;
}

function thinned(scores: readonly number[], limit: number): number[] {
  const sorted = sortedScores(scores);
  if (sorted.length <= limit) return [...sorted];
  // Upper ends of equal blocks: rounding up the scores can only widen a set, never lose coverage.
  return Array.from({ length: limit }, (_, k) => sorted[Math.ceil(((k + 1) * sorted.length) / limit) - 1]!);
}
