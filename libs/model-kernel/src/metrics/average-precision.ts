import { orderDescending } from '../numerics/order.js';
import { classWeights, requireBinaryLabels, requireSample, type Column } from './sample.js';

/**
 * Average precision, Σ_k (R_k − R_{k−1}) P_k over the distinct scores from the highest down: the step-wise area under
 * the precision–recall curve, without the optimism of linear interpolation.
 *
 * @param labels 0 or 1, shape (n,), at least one 1.
 * @param scores finite, shape (n,); tied rows enter together.
 * @param weights ≥ 0, shape (n,); equal when absent.
 * @throws INVALID_ARGUMENT for malformed columns; FAILED_PRECONDITION when there is no positive.
 * @see Davis & Goadrich (2006), The relationship between precision-recall and ROC curves; `average_precision_score` of scikit-learn.
 */
export function averagePrecision(labels: Column, scores: Column, weights?: Column): number {
  requireSample({ labels, scores }, weights);
  requireBinaryLabels(labels);
  const { positive } = classWeights(labels, weights, 'positive');
  const order = orderDescending(scores);
  let area = 0;
  let truePositive = 0;
  let predicted = 0;
  for (let start = 0; start < order.length;) {
    const score = scores[order[start]!]!;
    let gained = 0;
    let end = start;
    for (; end < order.length && scores[order[end]!] === score; end++) {
      const w = weights?.[order[end]!] ?? 1;
      predicted += w;
      if (labels[order[end]!] === 1) gained += w;
    }
    truePositive += gained;
    if (gained > 0) area += (gained / positive) * (truePositive / predicted);
    start = end;
  }
  return area;
}
