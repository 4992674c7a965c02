export { forecastingApp } from './app.js';
export { ForecastingConfig } from './config.js';
