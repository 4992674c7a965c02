import { bestSmoothing } from '../simple/best-smoothing.js';
import { residualDeviation } from '../simple/residual-deviation.js';

/** 1, 0.99 … 0.01: the errors are flat about their least, and a finer α tells nothing. */
const ALPHAS = Array.from({ length: 100 }, (_, i) => (100 - i) / 100);

export interface DriftedSmoothingFit {
  readonly n: number;
  /** α in [0.01, 1]. */
  readonly alpha: number;
  /** ℓ_n, in the unit of y. */
  readonly level: number;
  /** b, slope of the least-squares line, in the unit of y a step. */
  readonly slope: number;
  readonly sigma: number;
}

/**
 * Simple exponential smoothing with half the slope of the least-squares line as drift, which is what the Theta method comes to:
 * ŷ_{n+h|n} = ℓ_n + ½ b (h − 1 + (1 − (1 − α)^n) / α), and σ_h = σ̂ √(1 + (h − 1) α²). α makes the squared errors of the smoothing
 * smallest; it starts at ℓ_1 = y_1.
 *
 * @param y shape (n,), n ≥ 2, finite.
 * @see Hyndman & Billah (2003), Unmasking the Theta method, International Journal of Forecasting 19(2), equation 5.
 */
export function fitDriftedSmoothing(y: Float64Array): DriftedSmoothingFit {
  const n = y.length;
  const fit = { n, ...bestSmoothing(y, ALPHAS), slope: leastSquaresSlope(y) };
  return { ...fit, sigma: residualDeviation(driftedErrors({ ...fit, sigma: 0 }, y), 2) };
}

export function forecastDrifted(
  { n, alpha, level, slope, sigma }: DriftedSmoothingFit,
  h: number,
): { mean: Float64Array; deviation: Float64Array } {
  const behind = lag(alpha, n);
  return {
    mean: Float64Array.from({ length: h }, (_, step) => level + 0.5 * slope * (step + behind)),
    deviation: Float64Array.from({ length: h }, (_, step) => sigma * Math.sqrt(1 + step * alpha ** 2)),
  };
}

/** y_t − ŷ_{t|t−1} with the slope of the whole sample; NaN for the first. */
export function driftedErrors({ alpha, slope }: DriftedSmoothingFit, y: Float64Array): Float64Array {
  let level = y[0]!;
  return y.map((value, t) => {
    if (t === 0) return NaN;
    const error = value - level - 0.5 * slope * lag(alpha, t);
    level += alpha * (value - level);
    return error;
  });
}

/** By how many steps the level runs behind a line, and one. */
function lag(alpha: number, n: number): number {
  return (1 - (1 - alpha) ** n) / alpha;
}

function leastSquaresSlope(y: Float64Array): number {
  const centre = (y.length - 1) / 2;
  let products = 0;
  let squares = 0;
  for (let t = 0; t < y.length; t++) {
    products += (t - centre) * y[t]!;
    squares += (t - centre) ** 2;
  }
  return products / squares;
}
