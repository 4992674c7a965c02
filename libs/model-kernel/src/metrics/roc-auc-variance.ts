import { orderAscending } from '../numerics/order.js';
import { classWeights, requireBinaryLabels, requireSample, type Column } from './sample.js';

/**
 * Variance of the area under the ROC curve over samples of positives and of negatives, without assuming how scores are
 * spread: s²₁₀ / m + s²₀₁ / n, with s²₁₀ the variance over the m positives of the share of negatives below each (a tie
 * counting one half), and s²₀₁ over the n negatives of the share of positives above.
 *
 * @param labels 0 or 1, shape (n,), each at least twice.
 * @param scores finite, shape (n,).
 * @throws INVALID_ARGUMENT for malformed columns; FAILED_PRECONDITION when a class is absent. NaN where a class has one row.
 * @see DeLong, DeLong & Clarke-Pearson (1988), Biometrics 44(3); by ranks as Sun & Xu (2014), IEEE SPL 21(11).
 */
export function rocAucVariance(labels: Column, scores: Column): number {
  requireSample({ labels, scores });
  requireBinaryLabels(labels);
  const { positive, negative } = classWeights(labels, undefined, 'both');
  const order = orderAscending(scores);
  const below = { sum: 0, squares: 0 };
  const above = { sum: 0, squares: 0 };
  let [positivesSeen, negativesSeen] = [0, 0];
  for (let start = 0, end = 0; start < order.length; start = end) {
    let [tiedPositives, tiedNegatives] = [0, 0];
    for (; end < order.length && scores[order[end]!] === scores[order[start]!]; end++) {
      if (labels[order[end]!] === 1) tiedPositives += 1;
      else tiedNegatives += 1;
    }
    const shareBelow = (negativesSeen + tiedNegatives / 2) / negative;
    const shareAbove = (positive - positivesSeen - tiedPositives / 2) / positive;
    add(below, shareBelow, tiedPositives);
    add(above, shareAbove, tiedNegatives);
    positivesSeen += tiedPositives;
    negativesSeen += tiedNegatives;
  }
  return varianceOf(below, positive) / positive + varianceOf(above, negative) / negative;
}

function add(moments: { sum: number; squares: number }, value: number, times: number): void {
  moments.sum += value * times;
  moments.squares += value * value * times;
}

/** Unbiased. */
function varianceOf({ sum, squares }: { sum: number; squares: number }, n: number): number {
  return Math.max(0, squares - (sum * sum) / n) / (n - 1);
}
