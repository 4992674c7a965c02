import { DomainError } from '@bellwether/errors';
import type { AdditiveOptions } from './options.js';

/**
 * Times τ_1 < … < τ_S at which the trend may bend, in scaled time: those given, or S times evenly spread over the rows of the
 * first share of the history, the first row left out.
 *
 * @param t history in scaled time, ascending, 0 … 1, shape (n,).
 * @param days the same in days.
 * @throws INVALID_ARGUMENT for a given changepoint outside the history.
 * @see Taylor & Letham (2018), Forecasting at scale, The American Statistician 72(1), §3.1.3; positions as in Prophet.
 */
export function placeChangepoints(options: AdditiveOptions, t: Float64Array, days: Float64Array): number[] {
  const { growth = 'linear', changepoints, changepointCount = 25, changepointRange = 0.8 } = options;
  if (growth === 'flat') return [];
  if (changepoints) return scaleGiven(changepoints, days);
  const rows = Math.floor(t.length * changepointRange);
  const count = Math.max(0, Math.min(changepointCount, rows - 1));
  return Array.from({ length: count }, (_, j) => t[roundHalfToEven(((j + 1) * (rows - 1)) / count)]!);
}

function scaleGiven(changepoints: readonly number[], days: Float64Array): number[] {
  const first = days[0]!;
  const last = days[days.length - 1]!;
  const outside = changepoints.find((day) => !(day >= first && day <= last));
  if (outside !== undefined) {
    throw new DomainError('INVALID_ARGUMENT', `changepoints must lie in the history, ${first}–${last}, got ${outside}`);
  }
  return Array.from(Float64Array.from(changepoints).sort(), (day) => (day - first) / (last - first));
}

/** As NumPy rounds: it decides which row a changepoint falls on. */
function roundHalfToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}
