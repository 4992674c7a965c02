import type { ForecastMethod } from '../method.js';
import { residualDeviation } from '../simple/residual-deviation.js';
import { checkDemand } from './check-demand.js';
import { flatForecast, type RateFit } from './flat-forecast.js';

const ALPHA = 0.1;
const BETA = 0.1;

/**
 * The method of Teunter, Syntetos & Babai: rate p̂ ẑ, where the probability of a demand p̂ += β (1[y > 0] − p̂) moves at every
 * step, so that a product that stops selling fades, and the size ẑ += α (y − ẑ) at demands. α = β = 0.1; p̂ starts at the share of
 * steps with a demand, ẑ at the first demand.
 *
 * @see Teunter, Syntetos & Babai (2011), Intermittent demand: linking forecasting to inventory obsolescence, European Journal
 *   of Operational Research 214(3).
 */
export const tsb: ForecastMethod<RateFit> = {
  title: 'TSB (Teunter, Syntetos & Babai 2011)',
  minimumLength: () => 2,
  fit: (y, { m }) => {
    checkDemand(y, m, 2);
    const { errors, rate } = run(y);
    return { rate, sigma: residualDeviation(errors, 0) };
  },
  forecast: flatForecast,
  residuals: (_, y) => run(y).errors,
};

function run(y: Float64Array): { errors: Float64Array; rate: number } {
  let size = y.find((value) => value > 0) ?? 0;
  let probability = y.reduce((count, value) => count + (value > 0 ? 1 : 0), 0) / y.length;
  const errors = y.map((value) => {
    const error = value - probability * size;
    probability += BETA * ((value > 0 ? 1 : 0) - probability);
    if (value > 0) size += ALPHA * (value - size);
    return error;
  });
  return { errors, rate: probability * size };
}
