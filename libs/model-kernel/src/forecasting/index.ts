export { checkHorizon, checkSeries } from './check-series.js';
export type { FitOptions, Forecast, ForecastMethod } from './method.js';
export { FORECAST_METHODS, type ForecastMethodName } from './methods.js';
export * from './pickup/index.js';
export * from './evaluation/index.js';
export * from './intervals/index.js';
export * from './reconciliation/index.js';
export * from './anomalies/index.js';
