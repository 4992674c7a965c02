import { automatic, ensemble, medianCombination } from './combination/index.js';
import { mstlMethod } from './decomposition/index.js';
import { dampedTrend, ets, holt, holtWinters, holtWintersMultiplicative, ses } from './exponential-smoothing/index.js';
import { adida, croston, imapa, sba, tsb } from './intermittent/index.js';
import type { ForecastMethod } from './method.js';
import { drift, mean, naive, seasonalNaive } from './simple/index.js';
import { dynamicOptimisedTheta, optimisedTheta, theta } from './theta/index.js';

/**
 * Every method for a single series, by name: one line each. The conformance suite (methods.spec.ts) walks it.
 * Automatic ARIMA, CES and TBATS have their place here when they come.
 */
export const FORECAST_METHODS = {
  naive,
  seasonal_naive: seasonalNaive,
  drift,
  mean,
  ses,
  holt,
  damped_trend: dampedTrend,
  holt_winters: holtWinters,
  holt_winters_multiplicative: holtWintersMultiplicative,
  ets,
  mstl: mstlMethod((m) => [m]),
  theta,
  optimised_theta: optimisedTheta,
  dynamic_optimised_theta: dynamicOptimisedTheta,
  croston,
  sba,
  tsb,
  adida,
  imapa,
  ensemble,
  median: medianCombination,
  automatic,
} as const satisfies Readonly<Record<string, ForecastMethod>>;

export type ForecastMethodName = keyof typeof FORECAST_METHODS;
