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
  readonly season: ThetaSeason;
  /** σ̂ of the one-step errors of the adjusted series. */
  readonly sigma: number;
}

/** A season taken out of the series before, and put back into forecasts. */
export interface ThetaSeason {
  readonly kind: 'multiplicative' | 'additive';
  /** The season of y_1 first; [1] where the test found none. */
  readonly indices: readonly number[];
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
 * A Theta model: y seasonally adjusted by classical decomposition where `isSeasonal` finds a season (multiplicative, or additive
 * where a value or an index is not positive), then
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
      const season = seasonOf(y, m);
      const adjusted = adjust(y, season);
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
        season,
        sigma: residualDeviation(errors, kappa === undefined ? 3 : 2),
      };
    },
    forecast: (fit, h) => forecastTheta(fit, h, dynamic),
    residuals: (fit, y) => {
      const adjusted = adjust(y, fit.season);
      const line = dynamic ? dynamicLine(adjusted) : staticLine(adjusted, () => fit);
      return oneStep(adjusted, line, fit, dynamic).errors.map((error, t) => error * factorAt(fit.season, t));
    },
  };
}

const SMALLEST_INDEX = 0.01;
const NO_SEASON: ThetaSeason = { kind: 'multiplicative', indices: [1] };

function seasonOf(y: Float64Array, m: number): ThetaSeason {
  if (!isSeasonal(y, m)) return NO_SEASON;
  if (y.every((value) => value > 0)) {
    const indices = [...classicalIndices(y, m, 'multiplicative')];
    if (indices.every((index) => index > SMALLEST_INDEX)) return { kind: 'multiplicative', indices };
  }
  return { kind: 'additive', indices: [...classicalIndices(y, m, 'additive')] };
}

function adjust(y: Float64Array, { kind, indices }: ThetaSeason): Float64Array {
  const at = (t: number): number => indices[t % indices.length]!;
  return y.map((value, t) => (kind === 'additive' ? value - at(t) : value / at(t)));
}

/** What an error of the adjusted series is times, in the series. */
function factorAt({ kind, indices }: ThetaSeason, t: number): number {
  return kind === 'additive' ? 1 : indices[t % indices.length]!;
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
  const { n, alpha, kappa, season, sigma } = fit;
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
    const factor = factorAt(season, n + step);
    const offset = season.kind === 'additive' ? season.indices[(n + step) % season.indices.length]! : 0;
    forecast.mean[step] = expected * factor + offset;
    forecast.deviation[step] = sigma * Math.sqrt(1 + step * alpha * alpha) * factor;
  }
  return forecast;
}
