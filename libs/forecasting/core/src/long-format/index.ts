export { arrangeSeries, fillGaps, type ArrangedSeries, type GapFilling, type LongRow } from './arrange-series.js';
export { forecastSeries, type BackTest, type SeriesForecast, type SeriesOptions } from './forecast-series.js';
export { instantOn, USUAL_SEASON, type Frequency, type Grid } from './frequency.js';
