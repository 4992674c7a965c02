import { checkHorizon, checkSeries } from '../check-series.js';
import type { ForecastMethod } from '../method.js';
import { residualDeviation } from './residual-deviation.js';

export interface MeanFit {
  readonly n: number;
  readonly mean: number;
  readonly sigma: number;
}

/**
 * ŷ_{n+h|n} = ȳ and σ_h = σ̂ √(1 + 1/n), for every h.
 *
 * @see Hyndman & Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd ed., §5.2 and Table 5.2.
 */
export const mean: ForecastMethod<MeanFit> = {
  title: 'Mean of all values (FPP3 §5.2)',
  minimumLength: () => 2,
  fit: (y, { m }) => {
    checkSeries(y, m, 2);
    const average = y.reduce((sum, value) => sum + value, 0) / y.length;
    return {
      n: y.length,
      mean: average,
      sigma: residualDeviation(
        y.map((value) => value - average),
        1,
      ),
    };
  },
  forecast: ({ n, mean: average, sigma }, h) => {
    checkHorizon(h);
    return {
      mean: new Float64Array(h).fill(average),
      deviation: new Float64Array(h).fill(sigma * Math.sqrt(1 + 1 / n)),
    };
  },
  residuals: ({ mean: average }, y) => y.map((value) => value - average),
};
