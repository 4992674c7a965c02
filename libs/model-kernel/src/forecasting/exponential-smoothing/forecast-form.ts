import type { Forecast } from '../method.js';
import type { EtsForm } from './form.js';
import type { EtsParameters } from './parameters.js';
import type { EtsState } from './recursion.js';

/**
 * Means and deviations of a form h steps ahead.
 *
 * With the weights c_j = α + β φ_j + γ [j a multiple of m], φ_j = φ + … + φ^j (α + β j without damping):
 * - additive errors, σ_h² = σ² (1 + Σ_{j<h} c_j²): exact;
 * - multiplicative errors and no or an additive season, (1 + σ²) θ_h − μ_h² with θ_1 = μ_1² and
 *   θ_h = μ_h² + σ² Σ_{j<h} c_j² θ_{h−j}: exact;
 * - a multiplicative season, s² (θ_h (1 + σ²)(1 + γ²σ²)^k − μ̃_h²) with μ̃, θ and c of the form without its season and k whole
 *   periods before h: the approximation of the book for small σ, whose mean is the point forecast too.
 *
 * @param sigma σ of the errors: in the unit of y for additive ones, a ratio for multiplicative ones.
 * @see Hyndman et al. (2008), Forecasting with Exponential Smoothing, Table 6.1 and §6.3 (equation 6.5 for the last).
 */
export function forecastForm(
  form: EtsForm,
  parameters: Pick<EtsParameters, 'alpha' | 'betaStar' | 'gammaStar' | 'phi'>,
  state: EtsState,
  sigma: number,
  h: number,
): Forecast {
  const m = state.season.length;
  const base = baseMeans(parameters.phi, state, h);
  const seasonOf = (step: number): number => (m === 0 ? 0 : state.season[step % m]!);
  const mean =
    form.season === 'M'
      ? base.map((value, step) => value * seasonOf(step))
      : base.map((value, step) => value + seasonOf(step));
  const gamma = (1 - parameters.alpha) * parameters.gammaStar;
  const weights = errorWeights(parameters, form.season === 'A' ? gamma : 0, m, h);
  if (form.error === 'A') return { mean, deviation: additiveDeviations(weights, sigma) };
  if (form.season !== 'M') return { mean, deviation: multiplicativeDeviations(mean, weights, sigma, 0, 1) };
  const deviation = multiplicativeDeviations(base, weights, sigma, gamma, m);
  return { mean, deviation: deviation.map((value, step) => value * Math.abs(seasonOf(step))) };
}

/** ℓ + (φ + … + φ^h) b. */
function baseMeans(phi: number, { level, trend }: EtsState, h: number): Float64Array {
  let damped = 0;
  let power = 1;
  return Float64Array.from({ length: h }, () => {
    power *= phi;
    damped += power;
    return level + damped * trend;
  });
}

/** c_1 … c_{h−1}, at indices 1 …: what an error leaves in the forecast j steps later. */
function errorWeights(
  { alpha, betaStar, phi }: Pick<EtsParameters, 'alpha' | 'betaStar' | 'phi'>,
  gamma: number,
  m: number,
  h: number,
): Float64Array {
  const weights = new Float64Array(h);
  let damped = 0;
  let power = 1;
  for (let j = 1; j < h; j++) {
    power *= phi;
    damped += power;
    weights[j] = alpha + alpha * betaStar * damped + (m > 0 && j % m === 0 ? gamma : 0);
  }
  return weights;
}

function additiveDeviations(weights: Float64Array, sigma: number): Float64Array {
  let sum = 1;
  return weights.map((weight) => sigma * Math.sqrt((sum += weight * weight)));
}

function multiplicativeDeviations(
  mean: Float64Array,
  weights: Float64Array,
  sigma: number,
  gamma: number,
  m: number,
): Float64Array {
  const h = mean.length;
  const variance = sigma * sigma;
  const theta = new Float64Array(h);
  const deviation = new Float64Array(h);
  for (let step = 0; step < h; step++) {
    let carried = 0;
    for (let j = 1; j <= step; j++) carried += weights[j]! * weights[j]! * theta[step - j]!;
    theta[step] = mean[step]! ** 2 + variance * carried;
    const seasons = (1 + gamma * gamma * variance) ** Math.floor(step / m);
    deviation[step] = Math.sqrt(Math.max(0, theta[step]! * (1 + variance) * seasons - mean[step]! ** 2));
  }
  return deviation;
}
