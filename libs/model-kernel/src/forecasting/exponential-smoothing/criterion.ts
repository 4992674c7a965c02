import type { EtsForm } from './form.js';

/**
 * −2 log-likelihood of a form without its constants: n log Σ ε_t² for additive errors ε = y − ŷ, and for multiplicative ones
 * ε = (y − ŷ)/ŷ, n log Σ ε_t² + 2 Σ log |ŷ_t|. Both are n log of a sum of squares of
 *
 *     r_t = y_t − ŷ_t, or r_t = (y_t − ŷ_t)/ŷ_t · exp(mean log |ŷ|),
 *
 * which makes either likelihood a least-squares problem.
 *
 * @param residuals takes r, shape (n,).
 * @returns Σ r_t².
 * @see Hyndman et al. (2008), Forecasting with Exponential Smoothing, equation 5.3.
 */
export function leastSquaresResiduals(
  form: EtsForm,
  y: Float64Array,
  fitted: Float64Array,
  residuals: Float64Array,
): number {
  const n = y.length;
  const scale = form.error === 'A' ? 1 : geometricMean(fitted);
  let squares = 0;
  for (let t = 0; t < n; t++) {
    const error = y[t]! - fitted[t]!;
    const residual = form.error === 'A' ? error : (error / fitted[t]!) * scale;
    residuals[t] = residual;
    squares += residual * residual;
  }
  return squares;
}

/** exp(mean log x) of positive numbers; the logarithm is taken of products, so that there are few of them. */
function geometricMean(values: Float64Array): number {
  let logarithm = 0;
  let product = 1;
  for (let t = 0; t < values.length; t++) {
    product *= values[t]!;
    if (product > 1e150 || product < 1e-150) {
      logarithm += Math.log(product);
      product = 1;
    }
  }
  return Math.exp((logarithm + Math.log(product)) / values.length);
}

/**
 * Turns ∂ŷ_t/∂θ into ∂r_t/∂θ in place: −∂ŷ for additive errors; for multiplicative ones
 * −(y_t/ŷ_t²) ∂ŷ_t · exp(mean log ŷ) + r_t · mean(∂ŷ/ŷ).
 *
 * @param slopes shape (p, n): a row for each parameter.
 */
export function residualSlopes(
  form: EtsForm,
  y: Float64Array,
  fitted: Float64Array,
  residuals: Float64Array,
  slopes: Float64Array,
  p: number,
): void {
  const n = y.length;
  if (form.error === 'A') {
    for (let i = 0; i < n * p; i++) slopes[i] = -slopes[i]!;
    return;
  }
  const scale = geometricMean(fitted);
  for (let k = 0; k < p; k++) {
    const row = k * n;
    let mean = 0;
    for (let t = 0; t < n; t++) mean += slopes[row + t]! / fitted[t]!;
    mean /= n;
    for (let t = 0; t < n; t++) {
      const byFitted = (y[t]! / (fitted[t]! * fitted[t]!)) * scale;
      slopes[row + t] = residuals[t]! * mean - byFitted * slopes[row + t]!;
    }
  }
}
