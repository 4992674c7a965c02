import { DomainError } from '@bellwether/errors';
import { MAX_FLOAT32, type TreeObjective } from './ensemble.js';
import { OBJECTIVES } from './objectives.js';

/** Rows to fit or validate on. */
export interface TreeDataset {
  /** Number of rows n ≥ 1. */
  readonly rows: number;
  /** Number of features F ≥ 1. */
  readonly features: number;
  /** Row-major n × F; NaN is a missing value. Numbers are compared after rounding to f32. */
  readonly matrix: Float64Array | Float32Array;
  /** Shape (n,): 0 or 1 for 'binary', finite for 'squared', ≥ 0 for 'tweedie'. */
  readonly labels: ArrayLike<number>;
  /** Shape (n,), not negative; a row of weight 0 is as good as absent. Default 1 each. */
  readonly weights?: ArrayLike<number>;
  /** Indices of features whose values are category codes: integers in 0 … 2²⁴. */
  readonly categorical?: readonly number[];
  /** One name per feature. */
  readonly featureNames?: readonly string[];
}

/** Integers beyond this have no exact f32. */
const MAX_CATEGORY = 2 ** 24;

function invalid(message: string): DomainError {
  return new DomainError('INVALID_ARGUMENT', message);
}

function checkLabels(name: string, data: TreeDataset, objective: TreeObjective): void {
  const { labelRule, takesLabel } = OBJECTIVES[objective];
  for (let i = 0; i < data.rows; i++) {
    const y = data.labels[i]!;
    if (!takesLabel(y)) throw invalid(`${name}.labels must be ${labelRule}, got ${y} in row ${i}`);
  }
}

function checkWeights(name: string, data: TreeDataset, weights: ArrayLike<number>): void {
  let total = 0;
  for (let i = 0; i < data.rows; i++) {
    const w = weights[i]!;
    if (!(w >= 0 && w < Infinity)) {
      throw invalid(`${name}.weights must be finite and not negative, got ${w} in row ${i}`);
    }
    total += w;
  }
  if (!(total > 0 && total < Infinity)) throw invalid(`${name}.weights must have a positive finite sum, got ${total}`);
}

function checkValues(name: string, data: TreeDataset): void {
  const { rows, features, matrix } = data;
  const isCategorical = new Uint8Array(features);
  for (const f of data.categorical ?? []) {
    if (!(Number.isInteger(f) && f >= 0 && f < features)) {
      throw invalid(`${name}.categorical must hold indices of features in 0–${features - 1}, got ${f}`);
    }
    isCategorical[f] = 1;
  }
  for (let i = 0, at = 0; i < rows; i++) {
    for (let f = 0; f < features; f++, at++) {
      const x = matrix[at]!;
      // NaN fails neither comparison below: missing values are welcome in every feature.
      if (x > MAX_FLOAT32 || x < -MAX_FLOAT32) {
        throw invalid(`${name}.matrix must be finite in f32 or NaN, got ${x} in row ${i}, feature ${f}`);
      }
      if (isCategorical[f] === 1 && !Number.isNaN(x) && !(Number.isInteger(x) && x >= 0 && x <= MAX_CATEGORY)) {
        throw invalid(
          `${name}.matrix must hold integer codes in 0–2^24 in categorical feature ${f}, got ${x} in row ${i}`,
        );
      }
    }
  }
}

/**
 * Refuses a data set that cannot be fitted or scored.
 *
 * @param name how the messages call it: `dataset` or `validation`.
 * @throws INVALID_ARGUMENT for lengths, indices, labels, weights or values outside their rule, FAILED_PRECONDITION when a
 * binary objective gets one class only.
 */
export function checkDataset(name: string, data: TreeDataset, objective: TreeObjective): void {
  const { rows, features, matrix, labels, weights, featureNames } = data;
  if (!(Number.isInteger(rows) && rows >= 1)) throw invalid(`${name}.rows must be a positive integer, got ${rows}`);
  if (!(Number.isInteger(features) && features >= 1)) {
    throw invalid(`${name}.features must be a positive integer, got ${features}`);
  }
  if (matrix.length !== rows * features) {
    throw invalid(`${name}.matrix must hold rows × features = ${rows * features} values, got ${matrix.length}`);
  }
  if (labels.length !== rows) throw invalid(`${name}.labels must hold ${rows} values, got ${labels.length}`);
  if (weights !== undefined && weights.length !== rows) {
    throw invalid(`${name}.weights must hold ${rows} values, got ${weights.length}`);
  }
  if (featureNames !== undefined && featureNames.length !== features) {
    throw invalid(`${name}.featureNames must hold ${features} names, got ${featureNames.length}`);
  }
  checkLabels(name, data, objective);
  if (weights !== undefined) checkWeights(name, data, weights);
  checkValues(name, data);
}

/**
 * Refuses binary labels of one class: log-odds would be infinite, a ranking meaningless.
 *
 * @param name how the message calls it: `dataset` or `validation`.
 * @throws FAILED_PRECONDITION when the rows of positive weight have one label only.
 */
export function checkBothClasses(name: string, data: TreeDataset): void {
  let positives = 0;
  let negatives = 0;
  for (let i = 0; i < data.rows; i++) {
    if (data.weights !== undefined && data.weights[i] === 0) continue;
    if (data.labels[i] === 1) positives += 1;
    else negatives += 1;
  }
  if (positives === 0 || negatives === 0) {
    throw new DomainError(
      'FAILED_PRECONDITION',
      `${name}.labels must hold both classes, got ${positives} positive and ${negatives} negative rows`,
    );
  }
}

/**
 * Refuses labels that are all zero: the logarithm of their mean would be infinite.
 *
 * @throws FAILED_PRECONDITION when no row of positive weight has a positive label.
 */
export function checkAnyPositive(name: string, data: TreeDataset): void {
  for (let i = 0; i < data.rows; i++) if (data.labels[i]! > 0 && data.weights?.[i] !== 0) return;
  throw new DomainError('FAILED_PRECONDITION', `${name}.labels must hold a positive label, got zeros only`);
}
