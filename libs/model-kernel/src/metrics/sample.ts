import { DomainError } from '@bellwether/errors';

/** A row's values, one number a row; anything with a length and an index will do. */
export type Column = ArrayLike<number>;

/**
 * Refuses a sample that a metric cannot be computed on, naming the argument and the row.
 *
 * @throws INVALID_ARGUMENT when the columns are empty, differ in length, or hold NaN or ±∞, or a weight is negative.
 */
export function requireSample(columns: Readonly<Record<string, Column>>, weights?: Column): void {
  const named = Object.entries(columns);
  const [firstName, first] = named[0]!;
  if (first.length === 0)
    throw new DomainError('INVALID_ARGUMENT', `${firstName} must hold at least one row, got none`);
  for (const [name, column] of named) {
    requireLength(name, column, firstName, first.length);
    for (let i = 0; i < column.length; i++) {
      if (!Number.isFinite(column[i]!)) refuse(name, i, 'be finite', column[i]!);
    }
  }
  if (weights !== undefined) requireWeights(weights, firstName, first.length);
}

/** @throws INVALID_ARGUMENT when the weights are not as many as the rows of the column named, or one is negative or ∞. */
export function requireWeights(weights: Column, columnName: string, rows: number): void {
  requireLength('weights', weights, columnName, rows);
  for (let i = 0; i < weights.length; i++) {
    if (!(weights[i]! >= 0 && weights[i]! < Infinity)) refuse('weights', i, 'be finite and ≥ 0', weights[i]!);
  }
}

/** @throws INVALID_ARGUMENT when a label is neither 0 nor 1. */
export function requireBinaryLabels(labels: Column): void {
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] !== 0 && labels[i] !== 1) refuse('labels', i, 'be 0 or 1', labels[i]!);
  }
}

/** @throws INVALID_ARGUMENT when a probability is outside [0, 1]. */
export function requireProbabilities(probabilities: Column): void {
  for (let i = 0; i < probabilities.length; i++) {
    const p = probabilities[i]!;
    if (!(p >= 0 && p <= 1)) refuse('probabilities', i, 'be in [0, 1]', p);
  }
}

/**
 * The total weight of each class.
 *
 * @throws FAILED_PRECONDITION when `needs` is a class (or both) that has no weight.
 */
export function classWeights(
  labels: Column,
  weights: Column | undefined,
  needs: 'positive' | 'both' | 'none',
): { positive: number; negative: number } {
  let positive = 0;
  let negative = 0;
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] === 1) positive += weights?.[i] ?? 1;
    else negative += weights?.[i] ?? 1;
  }
  if (needs !== 'none' && positive === 0) {
    throw new DomainError('FAILED_PRECONDITION', 'labels must hold at least one 1 of positive weight, got none');
  }
  if (needs === 'both' && negative === 0) {
    throw new DomainError('FAILED_PRECONDITION', 'labels must hold at least one 0 of positive weight, got none');
  }
  return { positive, negative };
}

/** Σ w_i f(i) / Σ w_i. @throws FAILED_PRECONDITION when all weights are 0. */
export function weightedMean(n: number, value: (row: number) => number, weights?: Column): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < n; i++) {
    const w = weights?.[i] ?? 1;
    // A row of weight 0 is not there, even where its value is infinite.
    if (w === 0) continue;
    sum += w * value(i);
    total += w;
  }
  if (total === 0) throw new DomainError('FAILED_PRECONDITION', 'weights must not all be 0');
  return sum / total;
}

function requireLength(name: string, column: Column, firstName: string, length: number): void {
  if (column.length !== length) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `${name} must be as long as ${firstName} (${length} rows), got ${column.length}`,
    );
  }
}

function refuse(name: string, row: number, rule: string, value: number): never {
  throw new DomainError('INVALID_ARGUMENT', `${name}[${row}] must ${rule}, got ${value}`);
}
