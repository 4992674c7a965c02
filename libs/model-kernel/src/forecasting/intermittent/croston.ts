import type { ForecastMethod } from '../method.js';
import { residualDeviation } from '../simple/residual-deviation.js';
import { checkDemand } from './check-demand.js';
import { runCroston } from './croston-recursion.js';
import { flatForecast, type RateFit } from './flat-forecast.js';

const ALPHA = 0.1;

/** Croston's rate times a factor that corrects its bias. */
function crostonMethod(title: string, factor: number): ForecastMethod<RateFit> {
  const errors = (y: Float64Array): { errors: Float64Array; rate: number } => {
    const forecasts = new Float64Array(y.length);
    const { size, interval } = runCroston(y, ALPHA, forecasts);
    return { errors: y.map((value, t) => value - factor * forecasts[t]!), rate: (factor * size) / interval };
  };
  return {
    title,
    minimumLength: () => 2,
    fit: (y, { m }) => {
      checkDemand(y, m, 2);
      const run = errors(y);
      return { rate: run.rate, sigma: residualDeviation(run.errors, 0) };
    },
    forecast: flatForecast,
    residuals: (_, y) => errors(y).errors,
  };
}

/**
 * Croston's method with α = 0.1: the smoothed size of a demand over the smoothed interval between demands.
 *
 * @see Croston (1972), Operational Research Quarterly 23(3), 289–303.
 */
export const croston = crostonMethod('Croston (1972)', 1);

/**
 * The approximation of Syntetos & Boylan: Croston's rate times 1 − α/2, which is nearly without bias.
 *
 * @see Syntetos & Boylan (2005), The accuracy of intermittent demand estimates, International Journal of Forecasting 21(2).
 */
export const sba = crostonMethod('Croston corrected, SBA (Syntetos & Boylan 2005)', 1 - ALPHA / 2);
