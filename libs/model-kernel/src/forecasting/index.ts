export * from './additive/index.js';
export { checkHorizon, checkSeries } from './check-series.js';
export * from './decomposition/index.js';
export type { FitOptions, Forecast, ForecastMethod } from './method.js';
export { FORECAST_METHODS, type ForecastMethodName } from './methods.js';
