import type { EtsForm } from './form.js';
import type { EtsParameters, FreeParameter } from './parameters.js';

/** Memory that {@link runSensitivities} works in: p free parameters, m seasons. */
export interface SensitivityScratch {
  /** ∂ℓ_t/∂θ and ∂b_t/∂θ, shape (p,). */
  readonly level: Float64Array;
  readonly trend: Float64Array;
  /** ∂s/∂θ, shape (m, p). */
  readonly seasons: Float64Array;
  /** s, shape (m,). */
  readonly season: Float64Array;
}

/**
 * ∂ŷ_t/∂θ_k of the recursion by forward differentiation, carried along with the states: exact, and one pass for all of θ.
 * The states of `recursion.ts` are recomputed here as it computes them.
 *
 * @param free names θ.
 * @param slopes takes ∂ŷ_t/∂θ_k, shape (p, n): a row for each parameter.
 */
export function runSensitivities(
  form: EtsForm,
  parameters: EtsParameters,
  y: Float64Array,
  free: readonly FreeParameter[],
  slopes: Float64Array,
  scratch: SensitivityScratch,
): void {
  const { alpha, betaStar, gammaStar, phi } = parameters;
  const beta = alpha * betaStar;
  const gamma = (1 - alpha) * gammaStar;
  const p = free.length;
  const n = y.length;
  const m = parameters.season.length;
  const multiplicative = form.season === 'M';
  const [kAlpha, kBeta, kGamma, kPhi] = (['alpha', 'betaStar', 'gammaStar', 'phi'] as const).map((name) =>
    free.indexOf(name),
  ) as [number, number, number, number];
  const { level: dLevel, trend: dTrend, seasons: dSeasons, season } = scratch;
  dLevel.fill(0);
  dTrend.fill(0);
  dSeasons.fill(0);
  for (let j = 0; j < m; j++) season[j] = parameters.season[j]!;
  dLevel[free.indexOf('level')] = 1;
  if (form.trend !== 'N') dTrend[free.indexOf('trend')] = 1;

  let level = parameters.level;
  let trend = parameters.trend;
  let j = 0;
  for (let t = 0; t < n; t++) {
    const base = level + phi * trend;
    const s = m === 0 ? 0 : season[j]!;
    // ∂(ℓ + φ b) has b itself in the place of φ.
    if (kPhi >= 0) dLevel[kPhi]! += trend;
    const seasonRow = j * p;
    let surprise: number;
    let seasonSurprise = 0;
    if (multiplicative) {
      surprise = y[t]! / s - base;
      seasonSurprise = y[t]! / base - s;
      const bySeason = y[t]! / (s * s);
      const byBase = y[t]! / (base * base);
      for (let k = 0; k < p; k++) {
        const dBase = dLevel[k]! + phi * dTrend[k]!;
        const dSeason = dSeasons[seasonRow + k]!;
        slopes[k * n + t] = dBase * s + base * dSeason;
        const dSurprise = -bySeason * dSeason - dBase;
        dLevel[k] = dBase + alpha * dSurprise;
        dTrend[k] = phi * dTrend[k]! + beta * dSurprise;
        dSeasons[seasonRow + k] = dSeason + gamma * (-byBase * dBase - dSeason);
      }
    } else if (m > 0) {
      surprise = seasonSurprise = y[t]! - base - s;
      for (let k = 0; k < p; k++) {
        const dBase = dLevel[k]! + phi * dTrend[k]!;
        const dSeason = dSeasons[seasonRow + k]!;
        const slope = dBase + dSeason;
        slopes[k * n + t] = slope;
        dLevel[k] = dBase - alpha * slope;
        dTrend[k] = phi * dTrend[k]! - beta * slope;
        dSeasons[seasonRow + k] = dSeason - gamma * slope;
      }
    } else {
      surprise = y[t]! - base;
      for (let k = 0; k < p; k++) {
        const dBase = dLevel[k]! + phi * dTrend[k]!;
        slopes[k * n + t] = dBase;
        dLevel[k] = dBase * (1 - alpha);
        dTrend[k] = phi * dTrend[k]! - beta * dBase;
      }
    }
    dLevel[kAlpha]! += surprise;
    if (kBeta >= 0) {
      dTrend[kAlpha]! += betaStar * surprise;
      dTrend[kBeta]! += alpha * surprise;
      if (kPhi >= 0) dTrend[kPhi]! += trend;
    }
    if (kGamma >= 0) {
      dSeasons[seasonRow + kAlpha]! -= gammaStar * seasonSurprise;
      dSeasons[seasonRow + kGamma]! += (1 - alpha) * seasonSurprise;
      season[j] = s + gamma * seasonSurprise;
      j = j + 1 === m ? 0 : j + 1;
    }
    level = base + alpha * surprise;
    trend = phi * trend + beta * surprise;
  }
}
