/** f and its slope along the line, φ(α) = f(x + α d), at the step tried last. */
export interface LinePoint {
  value: number;
  slope: number;
}

const SUFFICIENT_DECREASE = 1e-4;
const CURVATURE = 0.9;
const MOST_TRIALS = 60;

/**
 * A step α that meets the weak Wolfe conditions, φ(α) ≤ φ(0) + c₁ α φ′(0) and φ′(α) ≥ c₂ φ′(0), with c₁ = 10⁻⁴ and c₂ = 0.9: the
 * step is doubled while it falls too short of the second, and halved into the interval once it breaks the first. Where φ has
 * kinks the strong condition, a small |φ′|, may hold nowhere; these two always hold somewhere.
 *
 * @param evaluate writes φ(α) and φ′(α) to `at`; a value that is not finite counts as +∞. The last call is for the step returned.
 * @param at where `evaluate` writes.
 * @param start φ(0) and φ′(0), the slope negative.
 * @param first the step to try first, > 0.
 * @returns the step; where rounding leaves none that meets both, one that lowers φ; 0 if there is none.
 * @see Lewis & Overton (2013), Nonsmooth optimization via quasi-Newton methods, Mathematical Programming 141, Algorithm 2.6.
 */
export function weakWolfeStep(
  evaluate: (step: number) => void,
  at: LinePoint,
  start: Readonly<LinePoint>,
  first: number,
): number {
  let low = 0;
  let high = Infinity;
  let step = first;
  for (let trial = 0; trial < MOST_TRIALS; trial++) {
    evaluate(step);
    if (!(at.value <= start.value + SUFFICIENT_DECREASE * step * start.slope)) high = step;
    else if (at.slope < CURVATURE * start.slope) low = step;
    else return step;
    step = high === Infinity ? 2 * low : (low + high) / 2;
  }
  if (low > 0) evaluate(low);
  return low;
}
