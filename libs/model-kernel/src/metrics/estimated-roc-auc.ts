import { DomainError } from '@bellwether/errors';
import { orderAscending } from '../numerics/order.js';
import { requireProbabilities, requireSample, requireWeights, type Column } from './sample.js';

/**
 * The area under the ROC curve to be expected before any label is known, from probabilities that are calibrated: each row
 * is a positive with weight p and a negative with weight 1 − p,
 * Σ_{i≠j} p_i (1 − p_j) [1(p_i > p_j) + ½ 1(p_i = p_j)] / Σ_{i≠j} p_i (1 − p_j).
 *
 * It is right as far as the probabilities are: a change of what follows from the features leaves it as it was.
 *
 * @param probabilities calibrated, in [0, 1], shape (n,), n ≥ 2.
 * @param weights ≥ 0, shape (n,): how often each row counts; once when absent.
 * @throws INVALID_ARGUMENT for malformed columns; FAILED_PRECONDITION where all rows are certain of one class.
 * @see Confidence-based performance estimation (CBPE) of NannyML; Hanley & McNeil (1982) for the area.
 */
export function estimatedRocAuc(probabilities: Column, weights?: Column): number {
  return estimatedRocAucOf(probabilities)(weights);
}

/**
 * {@link estimatedRocAuc} of the same probabilities under one weighting after the other, as a bootstrap asks for it: they
 * are looked at and put into order once.
 */
export function estimatedRocAucOf(probabilities: Column): (weights?: Column) => number {
  requireSample({ probabilities });
  requireProbabilities(probabilities);
  const order = orderAscending(probabilities);
  return (weights) => {
    if (weights !== undefined) requireWeights(weights, 'probabilities', order.length);
    return areaInOrder(probabilities, order, weights);
  };
}

function areaInOrder(probabilities: Column, order: Uint32Array, weights?: Column): number {
  let [area, positives, negatives, ownPairs] = [0, 0, 0, 0];
  for (let start = 0, end = 0; start < order.length; start = end) {
    const p = probabilities[order[start]!]!;
    let weight = 0;
    for (; end < order.length && probabilities[order[end]!] === p; end++) {
      const w = weights?.[order[end]!] ?? 1;
      weight += w;
      // A row drawn w times is w rows of the same probability, each without itself.
      ownPairs += w * p * (1 - p);
    }
    area += weight * p * (negatives + (weight * (1 - p)) / 2);
    positives += weight * p;
    negatives += weight * (1 - p);
  }
  const pairs = positives * negatives - ownPairs;
  if (!(pairs > 1e-12 * positives * negatives)) {
    throw new DomainError('FAILED_PRECONDITION', 'probabilities must leave both classes possible, in different rows');
  }
  return (area - ownPairs / 2) / pairs;
}
