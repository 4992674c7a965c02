export { endOf, weekdayOf, type DailySeries, type SeriesEnd } from './daily-series.js';
export { type Weights } from './ensemble-weights.js';
export { boundsAhead, sumAhead, type ErrorProfile } from './error-profile.js';
export {
  fitKinds,
  forecastParts,
  type FitKindsOptions,
  type FittedKind,
  type FittedKinds,
  type FittedSeries,
} from './fit-kinds.js';
export type { KindFigures } from './judge-kind.js';
export { SERIES_MODEL_NAMES, SHORTEST_SERIES, type SeriesModelName } from './series-models.js';
export { shareTotal } from './share-total.js';
export { uncensorSales } from './uncensor-sales.js';
