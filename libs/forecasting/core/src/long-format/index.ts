export { arrangeSeries, fillGaps, type ArrangedSeries, type GapFilling, type LongRow } from './arrange-series.js';
export type { BackTest, SeriesForecast } from './forecast-by.js';
export { forecastSeries, type SeriesOptions } from './forecast-series.js';
export { forecastWithRegressors, LEAST_OBSERVATIONS, type RegressorOptions } from './forecast-with-regressors.js';
export { instantOn, USUAL_SEASON, type Frequency, type Grid } from './frequency.js';
