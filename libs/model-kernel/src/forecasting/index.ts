export { checkHorizon, checkSeries } from './check-series.js';
export type { AutomaticFit, EnsembleFit, MedianFit } from './combination/index.js';
export { formName, type EtsFit, type EtsForm } from './exponential-smoothing/index.js';
export type { RateFit } from './intermittent/index.js';
export type { FitOptions, Forecast, ForecastMethod } from './method.js';
export { FORECAST_METHODS, type ForecastMethodName } from './methods.js';
export { classicalIndices, isSeasonal } from './seasonality/index.js';
export type { ThetaFit } from './theta/index.js';
