import {
  listBookingsAtRisk,
  predictChurn,
  predictChurnBatch,
  predictNoShow,
} from './customer-analytics/booking-risk.js';
import { pushBookings } from './customer-analytics/booking-store.js';
import { getModelInfo, listModels, promoteModel, reportServing, rollbackModel } from './model-registry/models.js';
import { cancelRetrainJob, getRetrainJob, retrainModel } from './model-registry/retrain.js';
import { cancelJob, getJob, importDataset, publishFeatures, simulateHotel } from './worker/jobs.js';
import type { Operation } from './operation.js';

/** Every operation of every service: what the .proto files, the OpenAPI document and the clients are made from. */
export const operations = {
  predictChurn,
  predictChurnBatch,
  listBookingsAtRisk,
  predictNoShow,
  pushBookings,
  getModelInfo,
  listModels,
  promoteModel,
  rollbackModel,
  reportServing,
  retrainModel,
  getRetrainJob,
  cancelRetrainJob,
  importDataset,
  simulateHotel,
  publishFeatures,
  getJob,
  cancelJob,
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof operations;
