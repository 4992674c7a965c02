/** f and its slope along the line, φ(α) = f(x + α d), at the step tried last. */
export interface LinePoint {
  value: number;
  slope: number;
}

const SUFFICIENT_DECREASE = 1e-4;
const CURVATURE = 0.9;
const MOST_TRIALS = 40;

/**
 * A step α that meets the strong Wolfe conditions, φ(α) ≤ φ(0) + c₁ α φ′(0) and |φ′(α)| ≤ c₂ |φ′(0)|, with c₁ = 10⁻⁴ and
 * c₂ = 0.9: doubling until an interval is known to hold one, then cubic interpolation within it.
 *
 * @param evaluate writes φ(α) and φ′(α) to `at`; a value that is not finite counts as +∞. The last call is for the step returned.
 * @param at where `evaluate` writes.
 * @param start φ(0) and φ′(0), the slope negative.
 * @param first the step to try first, > 0.
 * @returns the step; where rounding leaves no such step, the lowest point found below φ(0); 0 if there is none.
 * @see Nocedal & Wright (2006), Numerical Optimization, 2nd ed., Algorithms 3.5 and 3.6, equation 3.59.
 */
export function strongWolfeStep(
  evaluate: (step: number) => void,
  at: LinePoint,
  start: Readonly<LinePoint>,
  first: number,
): number {
  const low = { step: 0, value: start.value, slope: start.slope };
  const high = { step: NaN, value: NaN, slope: NaN };
  let step = first;
  let trials = 0;
  for (; trials < MOST_TRIALS; trials++) {
    evaluate(step);
    const fits = at.value <= start.value + SUFFICIENT_DECREASE * step * start.slope && at.value < Infinity;
    if (!fits || at.value >= low.value) {
      Object.assign(high, { step, value: at.value, slope: at.slope });
    } else if (Math.abs(at.slope) <= -CURVATURE * start.slope) {
      return step;
    } else {
      // The minimum lies between the new point and the end that its slope points to.
      const climbs = Number.isNaN(high.step) ? at.slope >= 0 : at.slope * (high.step - low.step) >= 0;
      if (climbs) Object.assign(high, low);
      Object.assign(low, { step, value: at.value, slope: at.slope });
    }
    if (Number.isNaN(high.step)) {
      step *= 2;
      continue;
    }
    const width = Math.abs(high.step - low.step);
    if (width <= 1e-16 * Math.max(low.step, high.step)) break;
    step = within(low.step, high.step, cubicMinimum(low, high));
  }
  if (low.step > 0) evaluate(low.step);
  return low.step;
}

interface Trial extends LinePoint {
  readonly step: number;
}

/** Minimum of the cubic with the values and slopes of both ends; NaN where it has none. */
function cubicMinimum(a: Trial, b: Trial): number {
  const d1 = a.slope + b.slope - (3 * (a.value - b.value)) / (a.step - b.step);
  const d2 = Math.sign(b.step - a.step) * Math.sqrt(d1 * d1 - a.slope * b.slope);
  return b.step - (b.step - a.step) * ((b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2));
}

/** Keeps a trial a tenth of the interval away from its ends, so that the interval shrinks; its middle instead of NaN. */
function within(a: number, b: number, step: number): number {
  const left = Math.min(a, b);
  const width = Math.abs(b - a);
  if (Number.isNaN(step)) return left + width / 2;
  return Math.min(left + 0.9 * width, Math.max(left + 0.1 * width, step));
}
