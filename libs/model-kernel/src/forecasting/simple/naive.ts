import type { ForecastMethod } from '../method.js';
import { seasonalNaive, type SeasonalNaiveFit } from './seasonal-naive.js';

/**
 * ŷ_{n+h|n} = y_n and σ_h = σ̂ √h: the last value, whatever the season.
 *
 * @see Hyndman & Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd ed., §5.2 and Table 5.2.
 */
export const naive: ForecastMethod<SeasonalNaiveFit> = {
  title: 'Naive, a random walk (FPP3 §5.2)',
  minimumLength: () => 2,
  fit: (y) => seasonalNaive.fit(y, { m: 1 }),
  forecast: (fit, h) => seasonalNaive.forecast(fit, h),
  residuals: (fit, y) => seasonalNaive.residuals(fit, y),
};
