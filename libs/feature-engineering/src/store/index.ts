export { CATALOGUE, type CatalogueFeature, type CatalogueView } from './catalogue.js';
export type { Entity } from './entity-key.js';
export { entityKey } from './entity-key.js';
export { appendComputed, appendPushed, type ComputedFor, type PushedRow, type RowsAppended } from './append-rows.js';
export { ensureFeatureRows, featureRowsTable, type FeatureRow, type FeatureValues } from './feature-rows.js';
export { newestStoredRows, storedRows } from './stored-rows.js';
export { newestRows, recordFreshness, type NewestRows } from './freshness.js';
export {
  historicalFeatures,
  type EntityRow,
  type HistoricalFeatures,
  type HistoricalOptions,
} from './historical-features.js';
export { requireTables, presentTables } from './source-tables.js';
export { requestedFeatures, storedView, type ViewSelection } from './requested-features.js';
export { SOURCES, type FeatureSource, type SourceName } from './sources.js';
export {
  REFRESH_SECONDS,
  type KeyType,
  type Refresh,
  type StoredView,
  type ValueType,
  type ViewFeature,
} from './stored-view.js';
export { STORED_VIEWS } from './stored-views.js';
export { computedRowsSql, sourcesOf } from './view-sql.js';
