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
    if (product > 1e200 || product < 1e-200 || !(product > 1e-290)) {
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
 * @param slopes shape (n, p). @param means scratch of shape (p,).
 */
export function residualSlopes(
  form: EtsForm,
  y: Float64Array,
  fitted: Float64Array,
  residuals: Float64Array,
  slopes: Float64Array,
  p: number,
  means: Float64Array,
): void {
  const n = y.length;
  if (form.error === 'A') {
    for (let i = 0; i < n * p; i++) slopes[i] = -slopes[i]!;
    return;
  }
  const scale = geometricMean(fitted);
  means.fill(0);
  for (let t = 0; t < n; t++) {
    const weight = 1 / (fitted[t]! * n);
    for (let k = 0; k < p; k++) means[k]! += weight * slopes[t * p + k]!;
  }
  for (let t = 0; t < n; t++) {
    const factor = (y[t]! / (fitted[t]! * fitted[t]!)) * scale;
    for (let k = 0; k < p; k++) slopes[t * p + k] = residuals[t]! * means[k]! - factor * slopes[t * p + k]!;
  }
}
