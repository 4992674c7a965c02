import { checkHorizon, checkSeries } from '../check-series.js';
import type { Forecast, ForecastMethod } from '../method.js';
import { classicalIndices, isSeasonal } from '../seasonality/index.js';
import { residualDeviation } from '../simple/residual-deviation.js';
import { fitTheta } from './fit-theta.js';
import { fitLine } from './theta-line.js';
import { dynamicLine, lineTerm, staticLine, type ThetaParameters } from './theta-recursion.js';

/** A fitted Theta model of the seasonally adjusted series. */
export interface ThetaFit extends ThetaParameters {
  readonly n: number;
  /** ℓ_n, in the unit of the series. */
  readonly lastLevel: number;
  /** A_n and B_n. */
  readonly intercept: number;
  readonly slope: number;
  /** ȳ_n of the adjusted series. */
  readonly mean: number;
  /** Multiplicative seasonal indices, the season of y_1 first; [1] where the test found none. */
  readonly indices: readonly number[];
  /** σ̂ of the one-step errors of the adjusted series. */
  readonly sigma: number;
}

interface Variant {
  readonly title: string;
  /** The line is re-estimated at every step. */
  readonly dynamic: boolean;
  /** κ = 1 − 1/θ; estimated when absent. */
  readonly kappa?: number;
}

const SHORTEST = 5;

/**
 * A Theta model: y seasonally adjusted by multiplicative classical decomposition where `isSeasonal` finds a season and all
 * values are positive, then
 *
 *     μ_t = ℓ_{t−1} + κ ((1 − α)^{t−1} A_{t−1} + (1 − (1 − α)^t)/α · B_{t−1})    ℓ_t = α y_t + (1 − α) ℓ_{t−1}
 *
 * and further steps by the same recursion with μ in the place of y. σ_h = σ̂ √(1 + (h − 1) α²), that of the smoothing with
 * drift that a static line makes it; for a dynamic line, an approximation.
 *
 * @see Fiorucci, Pellegrini, Louzada, Petropoulos & Koehler (2016), Models for optimising the theta method and their
 *   relationship to state space models, International Journal of Forecasting 32(4), 1151–1161, §3.
 */
export function thetaMethod({ title, dynamic, kappa }: Variant): ForecastMethod<ThetaFit> {
  return {
    title,
    minimumLength: () => SHORTEST,
    fit: (y, { m }) => {
      checkSeries(y, m, SHORTEST);
      const indices = seasonOf(y, m);
      const adjusted = y.map((value, t) => value / indices[t % indices.length]!);
      const line = dynamic ? dynamicLine(adjusted) : staticLine(adjusted, fitLine);
      const { alpha, kappa: found, level } = fitTheta(adjusted, line, kappa, dynamic ? 3 : 1);
      const run = { alpha, kappa: found, level };
      const { errors, lastLevel } = oneStep(adjusted, line, run, dynamic);
      const n = y.length;
      return {
        ...run,
        n,
        lastLevel,
        intercept: line.intercepts[n]!,
        slope: line.slopes[n]!,
        mean: adjusted.reduce((sum, value) => sum + value, 0) / n,
        indices,
        sigma: residualDeviation(errors, kappa === undefined ? 3 : 2),
      };
    },
    forecast: (fit, h) => forecastTheta(fit, h, dynamic),
    residuals: (fit, y) => {
      const { indices } = fit;
      const adjusted = y.map((value, t) => value / indices[t % indices.length]!);
      const line = dynamic ? dynamicLine(adjusted) : staticLine(adjusted, () => fit);
      return oneStep(adjusted, line, fit, dynamic).errors.map((error, t) => error * indices[t % indices.length]!);
    },
  };
}

function seasonOf(y: Float64Array, m: number): number[] {
  if (!y.every((value) => value > 0) || !isSeasonal(y, m)) return [1];
  const indices = classicalIndices(y, m, 'multiplicative');
  return indices.every((index) => index > 0.01) ? [...indices] : [1];
}

/** y_t − μ_t; NaN before the line of a dynamic model has two observations. */
function oneStep(
  y: Float64Array,
  { intercepts, slopes }: ReturnType<typeof dynamicLine>,
  { alpha, kappa, level }: ThetaParameters,
  dynamic: boolean,
): { errors: Float64Array; lastLevel: number } {
  let power = 1;
  let smoothed = level;
  const errors = y.map((value, t) => {
    const expected = smoothed + kappa * lineTerm(alpha, power, intercepts[t]!, slopes[t]!);
    smoothed += alpha * (value - smoothed);
    power *= 1 - alpha;
    return dynamic && t < 2 ? NaN : value - expected;
  });
  return { errors, lastLevel: smoothed };
}

function forecastTheta(fit: ThetaFit, h: number, dynamic: boolean): Forecast {
  checkHorizon(h);
  const { n, alpha, kappa, indices, sigma } = fit;
  let { lastLevel, intercept, slope, mean } = fit;
  let power = (1 - alpha) ** n;
  const forecast = { mean: new Float64Array(h), deviation: new Float64Array(h) };
  for (let step = 0; step < h; step++) {
    const expected = lastLevel + kappa * lineTerm(alpha, power, intercept, slope);
    lastLevel += alpha * (expected - lastLevel);
    power *= 1 - alpha;
    if (dynamic) {
      const t = n + step + 1;
      slope = ((t - 2) * slope + (6 * (expected - mean)) / t) / (t + 1);
      mean += (expected - mean) / t;
      intercept = mean - (slope * (t + 1)) / 2;
    }
    const index = indices[(n + step) % indices.length]!;
    forecast.mean[step] = expected * index;
    forecast.deviation[step] = sigma * Math.sqrt(1 + step * alpha * alpha) * index;
  }
  return forecast;
}
