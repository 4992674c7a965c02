import {
  cancelJob,
  collectOutcomes,
  getJob,
  getPrediction,
  importDataset,
  publishFeatures,
  recordOutcomes,
  simulateHotel,
} from '@bellwether/contracts';

export { dataTasks } from './tasks/data-tasks.js';
export { WorkerModule, type WorkerOptions } from './worker.module.js';

/** The operations that the module serves. */
export const workerOperations = {
  importDataset,
  simulateHotel,
  publishFeatures,
  getJob,
  cancelJob,
  recordOutcomes,
  getPrediction,
  collectOutcomes,
} as const;
