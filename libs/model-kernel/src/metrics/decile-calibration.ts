import { DomainError } from '@bellwether/errors';
import { orderAscending } from '../numerics/order.js';
import { requireSample, type Column } from './sample.js';

/** A group of rows whose predictions are neighbours. */
export interface PredictionGroup {
  readonly rows: number;
  readonly meanPredicted: number;
  readonly meanActual: number;
  /** Standard error of meanActual; 0 of one row. */
  readonly standardError: number;
}

/**
 * Rows in `groups` groups of like size, from the lowest prediction to the highest; equal predictions stay in the order of the rows.
 *
 * @param actual shape (n,). @param predicted shape (n,).
 * @returns at most n groups.
 * @throws INVALID_ARGUMENT
 */
export function groupByPrediction(actual: Column, predicted: Column, groups = 10): PredictionGroup[] {
  requireSample({ actual, predicted });
  if (!(Number.isInteger(groups) && groups >= 1)) {
    throw new DomainError('INVALID_ARGUMENT', `groups must be a positive integer, got ${groups}`);
  }
  const order = orderAscending(predicted);
  const count = Math.min(groups, order.length);
  return Array.from({ length: count }, (_, g) => {
    const rows = order.subarray(Math.floor((g * order.length) / count), Math.floor(((g + 1) * order.length) / count));
    const mean = (column: Column): number => rows.reduce((sum, row) => sum + column[row]!, 0) / rows.length;
    const meanActual = mean(actual);
    const squares = rows.reduce((sum, row) => sum + (actual[row]! - meanActual) ** 2, 0);
    const standardError = rows.length > 1 ? Math.sqrt(squares / (rows.length - 1) / rows.length) : 0;
    return { rows: rows.length, meanPredicted: mean(predicted), meanActual, standardError };
  });
}

/**
 * Decile calibration error, Σ_d n_d |mean ŷ_d − mean y_d| / Σ y over {@link groupByPrediction}: the share of all value that
 * sits in the wrong decile's forecast. 0 is calibrated; always predicting 0 gives 1.
 *
 * Wang, Liu & Miao (2019), §4.2, take the plain mean of |ŷ_d − y_d| / y_d, which has no value where a decile bought nothing; here a
 * decile weighs as much as it is worth.
 *
 * @throws INVALID_ARGUMENT for malformed columns; FAILED_PRECONDITION where the actual values sum to 0.
 */
export function decileCalibrationError(actual: Column, predicted: Column, groups = 10): number {
  const deciles = groupByPrediction(actual, predicted, groups);
  const total = deciles.reduce((sum, { rows, meanActual }) => sum + rows * meanActual, 0);
  if (!(total > 0)) throw new DomainError('FAILED_PRECONDITION', `actual values must sum to more than 0, got ${total}`);
  const gap = deciles.reduce(
    (sum, { rows, meanPredicted, meanActual }) => sum + rows * Math.abs(meanPredicted - meanActual),
    0,
  );
  return gap / total;
}
