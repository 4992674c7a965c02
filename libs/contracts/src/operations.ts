import {
  listBookingsAtRisk,
  predictChurn,
  predictChurnBatch,
  predictNoShow,
} from './customer-analytics/booking-risk.js';
import { pushBookings } from './customer-analytics/booking-store.js';
import { attributeConversions, getCohortRetention, listJourneys } from './customer-analytics/journeys.js';
import {
  exportSegmentCsv,
  getCustomerSegment,
  listAudience,
  listSegments,
  pushSegments,
} from './customer-analytics/segments.js';
import { detectAnomalies } from './forecasting/anomalies.js';
import { forecastDemand } from './forecasting/demand.js';
import { forecastHousekeepingDemand } from './forecasting/housekeeping.js';
import { optimizeInventory, pushStock } from './forecasting/inventory.js';
import { forecastOccupancy } from './forecasting/occupancy.js';
import { pushReservations } from './forecasting/reservations.js';
import { forecastRevenue } from './forecasting/revenue.js';
import { listAuditEntries } from './model-registry/audit.js';
import { collectGarbage } from './model-registry/garbage.js';
import { getGateResult, getModelGate, judgeVersion } from './model-registry/gates.js';
import { getModelHistory } from './model-registry/history.js';
import { getVersionLineage } from './model-registry/lineage.js';
import { getModelInfo, listModels, promoteModel, reportServing, rollbackModel } from './model-registry/models.js';
import { listPromotions } from './model-registry/promotion.js';
import {
  cancelRetrainJob,
  getRetrainJob,
  listRetrainJobs,
  reproduceModelVersion,
  retrainModel,
} from './model-registry/retrain.js';
import { endRollout, getRollout, startRollout, updateRollout } from './model-registry/rollouts.js';
import {
  getFeatureView,
  getOnlineFeatures,
  listFeatureViews,
  materializeFeatures,
  pushFeatures,
} from './worker/features.js';
import {
  cancelJob,
  getJob,
  importDataset,
  listJobs,
  publishFeatures,
  publishReservations,
  publishSegments,
  publishStock,
  simulateHotel,
} from './worker/jobs.js';
import { getMonitorHistory, listAlerts, listMonitors, runMonitors } from './monitoring/monitors.js';
import { collectOutcomes, getPrediction, recordOutcomes } from './monitoring/outcomes.js';
import { deleteSchedule, listSchedules, putSchedule } from './worker/schedules.js';
import { listSources } from './worker/sources.js';
import { simulateGrocer, simulateRentals, simulateShop } from './worker/worlds.js';
import type { DomainName } from './domains.js';
import type { Operation } from './operation.js';

/** Every operation of every service: what the .proto files, the OpenAPI document and the clients are made from. */
export const operations = {
  predictChurn,
  predictChurnBatch,
  listBookingsAtRisk,
  predictNoShow,
  pushBookings,
  listSegments,
  getCustomerSegment,
  listAudience,
  exportSegmentCsv,
  pushSegments,
  getCohortRetention,
  listJourneys,
  attributeConversions,
  forecastOccupancy,
  forecastRevenue,
  forecastHousekeepingDemand,
  forecastDemand,
  optimizeInventory,
  detectAnomalies,
  pushReservations,
  pushStock,
  getModelInfo,
  listModels,
  promoteModel,
  rollbackModel,
  reportServing,
  listPromotions,
  getModelHistory,
  getVersionLineage,
  listAuditEntries,
  getModelGate,
  getGateResult,
  judgeVersion,
  collectGarbage,
  retrainModel,
  getRetrainJob,
  cancelRetrainJob,
  listRetrainJobs,
  reproduceModelVersion,
  startRollout,
  updateRollout,
  endRollout,
  getRollout,
  importDataset,
  simulateHotel,
  simulateShop,
  simulateRentals,
  simulateGrocer,
  listSources,
  publishFeatures,
  publishReservations,
  publishStock,
  publishSegments,
  listJobs,
  getJob,
  cancelJob,
  recordOutcomes,
  getPrediction,
  collectOutcomes,
  listMonitors,
  getMonitorHistory,
  listAlerts,
  runMonitors,
  putSchedule,
  listSchedules,
  deleteSchedule,
  getOnlineFeatures,
  pushFeatures,
  materializeFeatures,
  listFeatureViews,
  getFeatureView,
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof operations;

/** The operations of one domain, by name. */
export type OperationsOf<Domain extends DomainName> = {
  [
    Name in OperationName as (typeof operations)[Name]['domain'] extends Domain ? Name : never
  ]: (typeof operations)[Name];
};

/** The operations that one domain answers: what its app serves and describes. A domain may have none yet. */
export function operationsOf<Domain extends DomainName>(domain: Domain): OperationsOf<Domain> {
  const own = Object.entries(operations).filter(([, declared]) => declared.domain === domain);
  return Object.fromEntries(own) as OperationsOf<Domain>;
}
