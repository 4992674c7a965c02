export * from './additive/index.js';
export * from './anomalies/index.js';
export { checkHorizon, checkSeries } from './check-series.js';
export {
  horizonWeights,
  weightedMeans,
  type AutomaticFit,
  type BackTestOrigin,
  type EnsembleFit,
  type MedianFit,
} from './combination/index.js';
export * from './decomposition/index.js';
export * from './evaluation/index.js';
export {
  GLOBAL_METHODS,
  type GlobalFit,
  type GlobalForecast,
  type GlobalMethod,
  type GlobalMethodName,
  type GlobalOptions,
  type Panel,
  type PanelSeries,
} from './global/index.js';
export { formName, type EtsFit, type EtsForm } from './exponential-smoothing/index.js';
export type { RateFit } from './intermittent/index.js';
export * from './intervals/index.js';
export type { FitOptions, Forecast, ForecastMethod } from './method.js';
export { FORECAST_METHODS, type ForecastMethodName } from './methods.js';
export * from './pickup/index.js';
export * from './reconciliation/index.js';
export { classicalIndices, isSeasonal } from './seasonality/index.js';
export type { ThetaFit } from './theta/index.js';
