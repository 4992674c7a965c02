import { orderAscending } from '../numerics/order.js';
import { classWeights, requireBinaryLabels, requireSample, type Column } from './sample.js';

/**
 * Area under the ROC curve: the probability that a random positive scores above a random negative, a tie counting
 * one half, Σ_{i∈P} Σ_{j∈N} w_i w_j [1(s_i > s_j) + ½ 1(s_i = s_j)] / (W_P W_N).
 *
 * @param labels 0 or 1, shape (n,), both present.
 * @param scores finite, shape (n,); only their order matters.
 * @param weights ≥ 0, shape (n,); equal when absent.
 * @throws INVALID_ARGUMENT for malformed columns; FAILED_PRECONDITION when a class is absent.
 * @see Hanley & McNeil (1982), The meaning and use of the area under a ROC curve, Radiology 143(1).
 */
export function rocAuc(labels: Column, scores: Column, weights?: Column): number {
  requireSample({ labels, scores }, weights);
  requireBinaryLabels(labels);
  const total = classWeights(labels, weights, 'both');
  const order = orderAscending(scores);
  let area = 0;
  let negativeBelow = 0;
  for (let start = 0; start < order.length;) {
    const score = scores[order[start]!]!;
    let tiedPositive = 0;
    let tiedNegative = 0;
    let end = start;
    for (; end < order.length && scores[order[end]!] === score; end++) {
      const w = weights?.[order[end]!] ?? 1;
      if (labels[order[end]!] === 1) tiedPositive += w;
      else tiedNegative += w;
    }
    area += tiedPositive * (negativeBelow + tiedNegative / 2);
    negativeBelow += tiedNegative;
    start = end;
  }
  return area / (total.positive * total.negative);
}
