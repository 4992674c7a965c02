export {
  arrangeSeries,
  fillGaps,
  GAP_FILLINGS,
  type ArrangedSeries,
  type GapFilling,
  type LongRow,
} from './arrange-series.js';
export { forecastSeries, type BackTest, type SeriesForecast, type SeriesOptions } from './forecast-series.js';
export { FREQUENCIES, instantOn, USUAL_SEASON, type Frequency, type Grid } from './frequency.js';
