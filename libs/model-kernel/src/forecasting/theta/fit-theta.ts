import { lineTerm, type LongTermLine, type ThetaParameters } from './theta-recursion.js';

const LOWEST_ALPHA = 0.1;
const HIGHEST_ALPHA = 0.99;
const GRID = 12;
const REFINEMENTS = 14;
/** θ has no upper bound; κ = 1 − 1/θ stays this far below 1. */
const HIGHEST_KAPPA = 1 - 1e-6;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Least-squares α, κ and ℓ_0 of the Theta model over its one-step errors. Given α they are linear in κ and ℓ_0,
 *
 *     e_t = y_t − z_{t−1} − (1 − α)^{t−1} ℓ_0 − κ q_t,    z smoothed from 0, q_t the `lineTerm`,
 *
 * so the search is over α alone: a grid, then the golden section around its best point.
 *
 * @param kappa fixed, or undefined to estimate it (the optimised models).
 * @param firstStep errors count from this step on (1-based): a dynamic line says nothing before two observations.
 */
export function fitTheta(
  y: Float64Array,
  line: LongTermLine,
  kappa: number | undefined,
  firstStep: number,
): ThetaParameters & { squares: number } {
  const at = (alpha: number): ThetaParameters & { squares: number } => bestGivenAlpha(y, line, alpha, kappa, firstStep);
  const spacing = (HIGHEST_ALPHA - LOWEST_ALPHA) / (GRID - 1);
  let best = at(LOWEST_ALPHA);
  for (let i = 1; i < GRID; i++) {
    const candidate = at(LOWEST_ALPHA + i * spacing);
    if (candidate.squares < best.squares) best = candidate;
  }
  let low = Math.max(LOWEST_ALPHA, best.alpha - spacing);
  let high = Math.min(HIGHEST_ALPHA, best.alpha + spacing);
  let left = at(high - GOLDEN * (high - low));
  let right = at(low + GOLDEN * (high - low));
  for (let i = 0; i < REFINEMENTS; i++) {
    if (left.squares < right.squares) {
      high = right.alpha;
      right = left;
      left = at(high - GOLDEN * (high - low));
    } else {
      low = left.alpha;
      left = right;
      right = at(low + GOLDEN * (high - low));
    }
    for (const candidate of [left, right]) if (candidate.squares < best.squares) best = candidate;
  }
  return best;
}

function bestGivenAlpha(
  y: Float64Array,
  { intercepts, slopes }: LongTermLine,
  alpha: number,
  fixedKappa: number | undefined,
  firstStep: number,
): ThetaParameters & { squares: number } {
  // Sums of products of x = y_t − z_{t−1}, w = (1 − α)^{t−1} and q.
  let [xx, xw, xq, ww, wq, qq] = [0, 0, 0, 0, 0, 0];
  let power = 1;
  let smoothed = 0;
  for (let t = 1; t <= y.length; t++) {
    const x = y[t - 1]! - smoothed;
    if (t >= firstStep) {
      const q = lineTerm(alpha, power, intercepts[t - 1]!, slopes[t - 1]!);
      xx += x * x;
      xw += x * power;
      xq += x * q;
      ww += power * power;
      wq += power * q;
      qq += q * q;
    }
    smoothed += alpha * x;
    power *= 1 - alpha;
  }
  let kappa = fixedKappa;
  if (kappa === undefined) {
    const determinant = ww * qq - wq * wq;
    const free = determinant > 1e-12 * ww * qq ? (ww * xq - wq * xw) / determinant : 0;
    kappa = Math.min(Math.max(free, 0), HIGHEST_KAPPA);
  }
  const level = (xw - kappa * wq) / ww;
  const squares =
    xx - 2 * level * xw - 2 * kappa * xq + level * level * ww + 2 * level * kappa * wq + kappa * kappa * qq;
  return { alpha, kappa, level, squares };
}
