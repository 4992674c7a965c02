import type { EtsForm } from './form.js';
import type { EtsParameters } from './parameters.js';

/** Where a run stands after the last observation. */
export interface EtsState {
  level: number;
  trend: number;
  /** The season of the next step first, shape (m,). */
  season: number[];
}

/**
 * The recursion that every form shares. With b̃ = ℓ_{t−1} + φ b_{t−1} and s = s_{t−m},
 *
 *     ŷ_t = b̃, b̃ + s or b̃ s        d = (y_t, y_t − s or y_t / s) − b̃
 *     ℓ_t = b̃ + α d    b_t = φ b_{t−1} + β d    s_t = s + γ (y_t − b̃ − s) or s + γ (y_t / b̃ − s).
 *
 * Additive and multiplicative errors give the same states; they differ in the likelihood alone.
 *
 * @param fitted takes ŷ_1 … ŷ_n, shape (n,).
 * @param season scratch of shape (m,), left with the last seasons: index t mod m.
 * @returns the last level and trend by `last`; false where a multiplicative part leaves the positive numbers.
 * @see Hyndman & Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd ed., Table 8.7.
 */
export function runRecursion(
  form: EtsForm,
  parameters: EtsParameters,
  y: Float64Array,
  fitted: Float64Array,
  season: Float64Array,
  last: { level: number; trend: number },
): boolean {
  const { alpha, phi } = parameters;
  const beta = alpha * parameters.betaStar;
  const gamma = (1 - alpha) * parameters.gammaStar;
  const multiplicative = form.season === 'M';
  const m = parameters.season.length;
  const positive = form.error === 'M' || multiplicative;
  for (let j = 0; j < m; j++) season[j] = parameters.season[j]!;
  let level = parameters.level;
  let trend = parameters.trend;
  let j = 0;
  for (let t = 0; t < y.length; t++) {
    const base = level + phi * trend;
    let expected = base;
    let surprise: number;
    if (m === 0) {
      surprise = y[t]! - base;
    } else {
      const s = season[j]!;
      if (multiplicative) {
        if (!(base > 0 && s > 0)) return false;
        expected = base * s;
        surprise = y[t]! / s - base;
        season[j] = s + gamma * (y[t]! / base - s);
      } else {
        expected = base + s;
        surprise = y[t]! - expected;
        season[j] = s + gamma * surprise;
      }
      j = j + 1 === m ? 0 : j + 1;
    }
    if (positive && !(expected > 0)) return false;
    fitted[t] = expected;
    level = base + alpha * surprise;
    trend = phi * trend + beta * surprise;
  }
  last.level = level;
  last.trend = trend;
  return Number.isFinite(level) && Number.isFinite(trend);
}

/** {@link runRecursion} with its own memory: fitted values and the state after the last observation. */
export function smooth(
  form: EtsForm,
  parameters: EtsParameters,
  y: Float64Array,
): { fitted: Float64Array; state: EtsState } {
  const m = parameters.season.length;
  const fitted = new Float64Array(y.length).fill(NaN);
  const season = new Float64Array(m);
  const last = { level: NaN, trend: NaN };
  runRecursion(form, parameters, y, fitted, season, last);
  return {
    fitted,
    state: { ...last, season: Array.from({ length: m }, (_, k) => season[(y.length + k) % m]!) },
  };
}
