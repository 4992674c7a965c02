import type { ForecastMethod } from '../method.js';
import { residualDeviation } from '../simple/residual-deviation.js';
import { aggregate, meanInterval, smoothedLevel } from './aggregate.js';
import { checkDemand } from './check-demand.js';
import { flatForecast, type RateFit } from './flat-forecast.js';

/** σ̂ is of the last errors only: each costs a pass over all that came before it. */
const ENOUGH_ERRORS = 200;

/** A method whose rate is the mean, over levels of aggregation, of smoothed block sums a step. */
function aggregationMethod(title: string, levelsOf: (longest: number) => number[]): ForecastMethod<RateFit> {
  const rateOf = (y: Float64Array): number => {
    const levels = levelsOf(Math.min(Math.round(meanInterval(y)), y.length));
    return levels.reduce((sum, k) => sum + smoothedLevel(aggregate(y, k)) / k, 0) / levels.length;
  };
  const errors = (y: Float64Array, first: number): Float64Array =>
    y.map((value, t) => (t < first ? NaN : value - rateOf(y.subarray(0, t))));
  return {
    title,
    minimumLength: () => 2,
    fit: (y, { m }) => {
      checkDemand(y, m, 2);
      return { rate: rateOf(y), sigma: residualDeviation(errors(y, Math.max(1, y.length - ENOUGH_ERRORS)), 0) };
    },
    forecast: flatForecast,
    residuals: (_, y) => errors(y, 1),
  };
}

/**
 * Aggregate–disaggregate: sums over blocks of the mean interval between demands, smoothed, and shared equally among the steps
 * of a block. A one-step error is that of the method on the values before it.
 *
 * @see Nikolopoulos, Syntetos, Boylan, Petropoulos & Assimakopoulos (2011), An aggregate–disaggregate intermittent demand
 *   approach (ADIDA) to forecasting, Journal of the Operational Research Society 62(3).
 */
export const adida = aggregationMethod('ADIDA (Nikolopoulos et al. 2011)', (longest) => [longest]);

/**
 * Multiple aggregation: the mean of {@link adida}'s rates over blocks of 1, 2, … steps up to the mean interval.
 *
 * @see Petropoulos & Kourentzes (2015), Forecast combinations for intermittent demand, Journal of the Operational Research
 *   Society 66(6).
 */
export const imapa = aggregationMethod('IMAPA (Petropoulos & Kourentzes 2015)', (longest) =>
  Array.from({ length: longest }, (_, level) => level + 1),
);
