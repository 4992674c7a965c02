export type { AnalyticsTables, QueryParams } from './analytics-tables.js';
export type { AvailableAt } from './bookings/available-at.js';
export { BOOKING_COLUMNS, BOOKING_COLUMN_NAMES, type BookingColumnName } from './bookings/booking-columns.js';
export type { BookingOutcome, BookingRecord, StoredBooking } from './bookings/booking-record.js';
export { factsOf, type BookingFacts, type BookingHindsight, type FactName } from './bookings/facts.js';
export {
  BOOKING_MODIFICATIONS_TABLE,
  BOOKING_MODIFICATIONS_TABLE_DDL,
  BOOKING_TRUTH_TABLE,
  BOOKING_TRUTH_TABLE_DDL,
  BOOKINGS_TABLE,
  BOOKINGS_TABLE_DDL,
  createBookingTables,
} from './bookings/tables.js';
export * from './calendar/days.js';
export * from './store/index.js';
export type { DecisionOptions } from './decisions/decisions-sql.js';
export { availabilityInWords, availabilityOf } from './features/available-at.js';
export { BOOKING_FEATURE_NAMES, BOOKING_FEATURES, type BookingFeatureName } from './features/booking-features.js';
export type { CategoricalFeature, Feature, FeatureInput, NumericFeature } from './features/feature.js';
export {
  ENTITY_NAMES,
  HISTORY_ENTITIES,
  type EntityName,
  type Histories,
  type HistoryState,
} from './history/history-entities.js';
export { lossRate, propertyLossRate } from './history/history-rates.js';
export { assertAvailable, findLeaks, type Leak } from './leak/assert-available.js';
export { assembleTrainingTable, type AssembleOptions } from './training/assemble.js';
export {
  allRows,
  encodeRows,
  fitColumns,
  labelsOf,
  rowsWhere,
  type EncodedColumn,
  type RowSet,
} from './training/column-encoder.js';
export type { TrainingTable } from './training/training-table.js';
export {
  bookingCancellation,
  bookingNoShow,
  columnsAtDecision,
  everyColumn,
  FEATURE_VIEWS,
} from './views/booking-views.js';
export type { FeatureView, ViewTarget } from './views/feature-view.js';
export { latestStates, type EntityStateRow } from './online/latest-states.js';
export { resolveOverrides, type FeatureOverrides, type OverrideValue } from './online/feature-overrides.js';
export { bookingRecords, openBookings } from './online/open-bookings.js';
export { OnlineBookings, type PushedState } from './online/online-bookings.js';
export { VectorEncoder, type VectorColumn } from './online/vector-encoder.js';
export { referenceOf, summaryOfReference, type ColumnReference } from './drift/column-reference.js';
export { collectOutcomes } from './monitoring/collect-outcomes.js';
export {
  MONITOR_KIND_NAMES,
  type Finding,
  type ModelReference,
  type MonitorContext,
  type MonitorDefinition,
  type MonitorKind,
  type MonitorResult,
} from './monitoring/monitor.js';
export {
  createMonitorTables,
  lastRuns,
  lastStatuses,
  latestAlerts,
  markPublished,
  recordRun,
  runsOf,
  unpublishedAlerts,
  type AlertRecord,
  type MonitorRunRecord,
} from './monitoring/monitor-records.js';
export { runMonitor, windowOf } from './monitoring/run-monitor.js';
export { findPrediction, type FoundPrediction } from './monitoring/find-prediction.js';
export { createOutcomeTable, storeOutcomes, type StoredOutcome } from './monitoring/store-outcomes.js';
export {
  createPredictionTable,
  storePredictions,
  type PredictionBatch,
  type StoredPrediction,
} from './monitoring/store-predictions.js';
export type { TableReader } from './analytics-tables.js';
export { columnDrift, type ColumnDrift, type DriftMethod } from './drift/column-drift.js';
export type { ColumnSummary, DatasetSummary } from './drift/column-summary.js';
export { driftReport, type DriftReport } from './drift/drift-report.js';
export { summarizeTable, type TableSummary } from './drift/summarize-table.js';
export {
  qualityReport,
  type QualityFinding,
  type QualityOptions,
  type QualityReport,
} from './quality/quality-report.js';
export { replaceSource, replaceTables, requireSourceName, type TableBatch } from './sources/replace-source.js';
export { sourceTable, type SourceTable, type SourceTableLayout } from './sources/source-table.js';
