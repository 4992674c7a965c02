import { checkHorizon } from '../check-series.js';
import type { Forecast } from '../method.js';

/** What an intermittent-demand method forecasts: one rate for every step. */
export interface RateFit {
  /** Mean demand of a step, in the unit of the series. */
  readonly rate: number;
  /** σ̂ of the one-step errors. */
  readonly sigma: number;
}

/**
 * The rate at every step; σ̂ of the one-step errors stands for every step too. These methods have no model of their own from
 * which it would grow, and a rate that moves by α of an error each step hardly does: √(1 + (h − 1) α²) is 1.04 at α = 0.1, h = 10.
 */
export function flatForecast({ rate, sigma }: RateFit, h: number): Forecast {
  checkHorizon(h);
  return { mean: new Float64Array(h).fill(rate), deviation: new Float64Array(h).fill(sigma) };
}
