export { ForecastingModule, type ForecastingOptions } from './forecasting.module.js';
export { forecastingOperations } from './operations.js';
