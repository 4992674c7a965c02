import { DomainError } from '@bellwether/errors';
import { log1pExp, logistic } from '../numerics/index.js';
import { minimizeLbfgs, type DifferentiableFunction } from '../optimization/index.js';

/** Rows to learn a value from. */
export interface ValueDataset {
  readonly rows: number;
  readonly features: number;
  /** Row-major rows × features, finite. */
  readonly matrix: Float64Array;
  /** y ≥ 0, shape (rows,). */
  readonly values: ArrayLike<number>;
}

/** A fitted head as plain JSON. All weights are of standardised features; the intercept is the last. */
export interface ZeroInflatedLognormalFit {
  readonly model: 'zero-inflated-lognormal';
  readonly center: readonly number[];
  readonly scale: readonly number[];
  /** Of the log odds of y > 0. */
  readonly chance: readonly number[];
  /** Of the mean of ln y where y > 0. */
  readonly location: readonly number[];
  /** Deviation of ln y about it. */
  readonly sigma: number;
}

/**
 * The zero-inflated lognormal head on linear scores: y is 0 with probability 1 − π, else lognormal,
 *
 * loss = −ln(1 − π) [y = 0] + (−ln π + ln y + ln σ + ½ ln 2π + (ln y − μ)² / 2σ²) [y > 0],  logit π = wᵀx,  μ = uᵀx,
 *
 * with a ridge penalty on w and u. Wang et al. put it on a deep network, whose σ moves with x too; on linear scores one σ for all
 * keeps the mean e^(μ + σ²/2) from running away in the tail.
 *
 * @param penalty of ½ penalty Σ weight² over the sum of the losses, ≥ 0; intercepts are free.
 * @throws INVALID_ARGUMENT for malformed rows; FAILED_PRECONDITION without rows of value and rows of none.
 * @see Wang, Liu & Miao (2019), A deep probabilistic model for customer lifetime value prediction, arXiv:1912.07753, equations 2–4.
 */
export function fitZeroInflatedLognormal(data: ValueDataset, { penalty = 1 } = {}): ZeroInflatedLognormalFit {
  checkData(data);
  const { center, scale, standardized } = standardize(data);
  const buyers = Array.from({ length: data.rows }, (_, i) => i).filter((i) => data.values[i]! > 0);
  const size = data.features + 1;
  const start = new Float64Array(2 * size + 1);
  const logs = Float64Array.from(data.values, (y) => Math.log(y));
  const mean = buyers.reduce((sum, i) => sum + logs[i]!, 0) / buyers.length;
  start[size - 1] = Math.log(buyers.length / (data.rows - buyers.length));
  start[2 * size - 1] = mean;
  const { x } = minimizeLbfgs(lossOf(data, standardized, logs, penalty), start);
  return {
    model: 'zero-inflated-lognormal',
    center,
    scale,
    chance: [...x.subarray(0, size)],
    location: [...x.subarray(size, 2 * size)],
    sigma: Math.exp(x[2 * size]!),
  };
}

/** Mean loss and its slope by w, u and ln σ. */
function lossOf(
  { rows, features, values }: ValueDataset,
  standardized: Float64Array,
  logs: Float64Array,
  penalty: number,
): DifferentiableFunction {
  const size = features + 1;
  return (point, gradient) => {
    const logSigma = point[2 * size]!;
    const precision = Math.exp(-2 * logSigma);
    let loss = 0;
    gradient.fill(0);
    for (let i = 0; i < rows; i++) {
      const row = standardized.subarray(i * features, (i + 1) * features);
      const score = scoreOf(row, point, 0);
      const buys = values[i]! > 0 ? 1 : 0;
      loss += log1pExp(score) - buys * score;
      addSlope(gradient, 0, row, logistic(score) - buys);
      if (buys === 0) continue;
      const error = scoreOf(row, point, size) - logs[i]!;
      loss += logSigma + 0.5 * precision * error * error;
      addSlope(gradient, size, row, precision * error);
      gradient[2 * size]! += 1 - precision * error * error;
    }
    for (let j = 0; j < 2 * size; j++) {
      if (j % size === features) continue;
      loss += 0.5 * penalty * point[j]! * point[j]!;
      gradient[j]! += penalty * point[j]!;
    }
    for (let j = 0; j < gradient.length; j++) gradient[j]! /= rows;
    return loss / rows;
  };
}

/** Σ weights · row + intercept, of the weights from `at` on. */
function scoreOf(row: Float64Array, weights: ArrayLike<number>, at: number): number {
  let score = weights[at + row.length]!;
  for (let j = 0; j < row.length; j++) score += weights[at + j]! * row[j]!;
  return score;
}

function addSlope(gradient: Float64Array, at: number, row: Float64Array, slope: number): void {
  for (let j = 0; j < row.length; j++) gradient[at + j]! += slope * row[j]!;
  gradient[at + row.length]! += slope;
}

/** What each row is expected to be worth, π e^(μ + σ²/2), and the chance π of any worth; shape (rows,) each. */
export function predictZeroInflatedLognormal(
  { center, scale, chance, location, sigma }: ZeroInflatedLognormalFit,
  matrix: Float64Array,
): { readonly mean: Float64Array; readonly chance: Float64Array } {
  const features = center.length;
  if (matrix.length % features !== 0) {
    throw new DomainError('INVALID_ARGUMENT', `matrix must have ${features} columns, got ${matrix.length} cells`);
  }
  const rows = matrix.length / features;
  const mean = new Float64Array(rows);
  const chances = new Float64Array(rows);
  const row = new Float64Array(features);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < features; j++) row[j] = (matrix[i * features + j]! - center[j]!) / scale[j]!;
    chances[i] = logistic(scoreOf(row, chance, 0));
    mean[i] = chances[i]! * Math.exp(scoreOf(row, location, 0) + (sigma * sigma) / 2);
  }
  return { mean, chance: chances };
}

/** Each feature less its mean, over its deviation; one that does not vary over 1. */
function standardize({ rows, features, matrix }: ValueDataset) {
  const center = Array.from({ length: features }, (_, j) => {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += matrix[i * features + j]!;
    return sum / rows;
  });
  const scale = center.map((mean, j) => {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += (matrix[i * features + j]! - mean) ** 2;
    return Math.sqrt(sum / rows) || 1;
  });
  const standardized = matrix.map((value, cell) => (value - center[cell % features]!) / scale[cell % features]!);
  return { center, scale, standardized };
}

function checkData({ rows, features, matrix, values }: ValueDataset): void {
  if (matrix.length !== rows * features || values.length !== rows) {
    throw invalid(`matrix and values must have ${rows} rows, got ${matrix.length / features} and ${values.length}`);
  }
  const cell = matrix.findIndex((value) => !Number.isFinite(value));
  if (cell >= 0) throw invalid(`matrix[${cell}] must be finite, got ${matrix[cell]}`);
  let buyers = 0;
  for (let i = 0; i < rows; i++) {
    const y = values[i]!;
    if (!(y >= 0 && y < Infinity)) throw invalid(`values[${i}] must be finite and ≥ 0, got ${y}`);
    if (y > 0) buyers += 1;
  }
  if (buyers < 2 || buyers === rows) {
    throw new DomainError(
      'FAILED_PRECONDITION',
      `values must hold two above 0 and one of 0, got ${buyers} of ${rows} above`,
    );
  }
}

const invalid = (message: string): DomainError => new DomainError('INVALID_ARGUMENT', message);
