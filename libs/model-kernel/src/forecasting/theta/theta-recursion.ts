/** Parameters of the Theta model: α of the smoothing, κ = 1 − 1/θ, the initial level ℓ_0. */
export interface ThetaParameters {
  readonly alpha: number;
  /** 1 − 1/θ: ½ for the classical θ = 2, 0 for θ = 1 (simple exponential smoothing). */
  readonly kappa: number;
  readonly level: number;
}

/**
 * The long-term line as the model knows it before each step: fixed, fitted to the whole sample, or re-estimated at every step.
 */
export interface LongTermLine {
  /** A_{t−1} and B_{t−1} at index t − 1, shape (n + 1,): the last entry is what forecasts start from. */
  readonly intercepts: Float64Array;
  readonly slopes: Float64Array;
}

/** A and B of the whole sample at every step: the (static) optimised Theta model. */
export function staticLine(
  y: Float64Array,
  fit: (y: Float64Array) => { intercept: number; slope: number },
): LongTermLine {
  const { intercept, slope } = fit(y);
  return {
    intercepts: new Float64Array(y.length + 1).fill(intercept),
    slopes: new Float64Array(y.length + 1).fill(slope),
  };
}

/**
 * A_t and B_t of y_1 … y_t, step by step: with ȳ_t the running mean,
 * B_t = ((t − 2) B_{t−1} + 6 (y_t − ȳ_{t−1})/t)/(t + 1), A_t = ȳ_t − B_t (t + 1)/2, from A_1 = y_1, B_1 = 0.
 *
 * @see Fiorucci et al. (2016), International Journal of Forecasting 32(4), equations 11–17.
 */
export function dynamicLine(y: Float64Array): LongTermLine {
  const intercepts = new Float64Array(y.length + 1);
  const slopes = new Float64Array(y.length + 1);
  let mean = 0;
  for (let t = 1; t <= y.length; t++) {
    const before = mean;
    mean += (y[t - 1]! - mean) / t;
    slopes[t] = t === 1 ? 0 : ((t - 2) * slopes[t - 1]! + (6 * (y[t - 1]! - before)) / t) / (t + 1);
    intercepts[t] = mean - (slopes[t]! * (t + 1)) / 2;
  }
  return { intercepts, slopes };
}

/**
 * What the long-term line adds to the level in the forecast of step t, for κ = 1:
 * (1 − α)^{t−1} A_{t−1} + (1 − (1 − α)^t)/α · B_{t−1}.
 *
 * @param power (1 − α)^{t−1}.
 * @see Fiorucci et al. (2016), equation 12.
 */
export function lineTerm(alpha: number, power: number, intercept: number, slope: number): number {
  return power * intercept + ((1 - power * (1 - alpha)) / alpha) * slope;
}
