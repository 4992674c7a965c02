import { classicalIndices } from '../seasonality/index.js';
import type { EtsForm } from './form.js';
import type { EtsParameters } from './parameters.js';

/**
 * Where the search for a fit starts: seasons from the classical decomposition, level and trend from a line through the first
 * max(10, 2m) seasonally adjusted values (their mean, where there is no trend).
 *
 * @see Hyndman et al. (2008), Forecasting with Exponential Smoothing, §2.6.1.
 */
export function initialState(
  form: EtsForm,
  y: Float64Array,
  m: number,
): Pick<EtsParameters, 'level' | 'trend' | 'season'> {
  const season =
    form.season === 'N' ? [] : [...classicalIndices(y, m, form.season === 'A' ? 'additive' : 'multiplicative')];
  const count = Math.min(y.length, Math.max(10, 2 * season.length));
  let sum = 0;
  let weighted = 0;
  for (let t = 0; t < count; t++) {
    const index = form.season === 'N' ? 0 : season[t % m]!;
    const adjusted = form.season === 'M' ? y[t]! / Math.max(index, 1e-2) : y[t]! - index;
    sum += adjusted;
    weighted += (t + 1) * adjusted;
  }
  const mean = sum / count;
  if (form.trend === 'N') return { level: mean, trend: 0, season };
  const slope = (12 * (weighted / count - (mean * (count + 1)) / 2)) / (count * count - 1);
  const intercept = mean - (slope * (count + 1)) / 2;
  // Multiplicative parts need positive forecasts from the first step on.
  const positive = form.error === 'A' && form.season !== 'M';
  if (positive || (intercept > 0 && intercept + slope > 0)) return { level: intercept, trend: slope, season };
  return { level: mean, trend: 0, season };
}
