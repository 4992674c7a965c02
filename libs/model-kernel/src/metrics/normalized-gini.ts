import { DomainError } from '@bellwether/errors';
import { orderAscending } from '../numerics/order.js';
import { requireSample, type Column } from './sample.js';

/**
 * Normalised Gini coefficient of a ranking by predicted value: the area between the diagonal and the Lorenz curve of the actual
 * values, customers in ascending order of prediction, over that with the actual values as the prediction. 1 is the right order,
 * 0 what chance gives; it does not see the level of the predictions. Rows of equal prediction share their mean, so that the
 * answer does not depend on the order of the rows.
 *
 * @param actual shape (n,), ≥ 0. @param predicted shape (n,), finite.
 * @throws INVALID_ARGUMENT for malformed columns; FAILED_PRECONDITION where all actual values are equal, and none ranks above another.
 * @see Wang, Liu & Miao (2019), A deep probabilistic model for customer lifetime value prediction, arXiv:1912.07753, §4.2.
 */
export function normalizedGini(actual: Column, predicted: Column): number {
  requireSample({ actual, predicted });
  for (let i = 0; i < actual.length; i++) {
    if (actual[i]! < 0) throw new DomainError('INVALID_ARGUMENT', `actual[${i}] must be ≥ 0, got ${actual[i]}`);
  }
  const best = gini(actual, actual);
  if (!(best > 0)) throw new DomainError('FAILED_PRECONDITION', 'actual values must differ from each other');
  return gini(actual, predicted) / best;
}

/** Σ_i (2 i − n − 1) y_(i) / (n Σ y), i from 1 by the prediction; rows of one prediction have their mean rank. */
function gini(actual: Column, predicted: Column): number {
  const order = orderAscending(predicted);
  const n = order.length;
  let weighted = 0;
  let total = 0;
  for (let from = 0; from < n;) {
    let to = from;
    let sum = 0;
    while (to < n && predicted[order[to]!] === predicted[order[from]!]) sum += actual[order[to++]!]!;
    // Ranks from + 1 … to have the mean (from + 1 + to) / 2.
    weighted += sum * (from + to - n);
    total += sum;
    from = to;
  }
  return total === 0 ? 0 : weighted / (n * total);
}
