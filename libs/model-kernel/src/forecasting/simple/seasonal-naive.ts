import { checkHorizon, checkSeries } from '../check-series.js';
import type { Forecast, ForecastMethod } from '../method.js';
import { residualDeviation } from './residual-deviation.js';

export interface SeasonalNaiveFit {
  readonly m: number;
  /** The last m values, oldest first. */
  readonly season: readonly number[];
  /** σ̂ of the one-season-back errors. */
  readonly sigma: number;
}

/**
 * ŷ_{n+h|n} = y_{n+h−m(k+1)} with k the whole part of (h − 1)/m, and σ_h = σ̂ √(k + 1): the same step of the last season.
 *
 * @see Hyndman & Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd ed., §5.2 and Table 5.2.
 */
export const seasonalNaive: ForecastMethod<SeasonalNaiveFit> = {
  title: 'Seasonal naive (FPP3 §5.2)',
  minimumLength: (m) => m + 1,
  fit: (y, { m }) => {
    checkSeries(y, m, m + 1);
    return { m, season: [...y.subarray(y.length - m)], sigma: residualDeviation(seasonalErrors(y, m), 0) };
  },
  forecast: ({ m, season, sigma }, h): Forecast => {
    checkHorizon(h);
    return {
      mean: Float64Array.from({ length: h }, (_, step) => season[step % m]!),
      deviation: Float64Array.from({ length: h }, (_, step) => sigma * Math.sqrt(Math.floor(step / m) + 1)),
    };
  },
  residuals: ({ m }, y) => seasonalErrors(y, m),
};

function seasonalErrors(y: Float64Array, m: number): Float64Array {
  return y.map((value, t) => (t < m ? NaN : value - y[t - m]!));
}
