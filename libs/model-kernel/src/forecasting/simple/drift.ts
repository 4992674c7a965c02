import { checkHorizon, checkSeries } from '../check-series.js';
import type { ForecastMethod } from '../method.js';
import { residualDeviation } from './residual-deviation.js';

export interface DriftFit {
  readonly n: number;
  readonly last: number;
  /** (y_n − y_1)/(n − 1), in the unit of y a step. */
  readonly slope: number;
  readonly sigma: number;
}

/**
 * ŷ_{n+h|n} = y_n + h (y_n − y_1)/(n − 1) and σ_h = σ̂ √(h (1 + h/(n − 1))): a random walk with its mean step.
 *
 * @see Hyndman & Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd ed., §5.2 and Table 5.2.
 */
export const drift: ForecastMethod<DriftFit> = {
  title: 'Random walk with drift (FPP3 §5.2)',
  minimumLength: () => 3,
  fit: (y, { m }) => {
    checkSeries(y, m, 3);
    const n = y.length;
    const slope = (y[n - 1]! - y[0]!) / (n - 1);
    return { n, last: y[n - 1]!, slope, sigma: residualDeviation(driftErrors(y, slope), 1) };
  },
  forecast: ({ n, last, slope, sigma }, h) => {
    checkHorizon(h);
    return {
      mean: Float64Array.from({ length: h }, (_, step) => last + (step + 1) * slope),
      deviation: Float64Array.from(
        { length: h },
        (_, step) => sigma * Math.sqrt((step + 1) * (1 + (step + 1) / (n - 1))),
      ),
    };
  },
  residuals: ({ slope }, y) => driftErrors(y, slope),
};

function driftErrors(y: Float64Array, slope: number): Float64Array {
  return y.map((value, t) => (t === 0 ? NaN : value - y[t - 1]! - slope));
}
