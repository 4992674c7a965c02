import { mstlMethod } from './decomposition/index.js';
import type { ForecastMethod } from './method.js';
import { drift, mean, naive, seasonalNaive } from './simple/index.js';

/**
 * Every method for a single series, by name: one line each. The conformance suite (methods.spec.ts) walks it.
 * Automatic ARIMA, CES and TBATS have their place here when they come.
 */
export const FORECAST_METHODS = {
  naive,
  seasonal_naive: seasonalNaive,
  drift,
  mean,
  mstl: mstlMethod((m) => [m]),
} as const satisfies Readonly<Record<string, ForecastMethod>>;

export type ForecastMethodName = keyof typeof FORECAST_METHODS;
