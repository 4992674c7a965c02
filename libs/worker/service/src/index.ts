import {
  cancelJob,
  getJob,
  importDataset,
  listSources,
  publishFeatures,
  simulateGrocer,
  simulateHotel,
  simulateRentals,
  simulateShop,
} from '@bellwether/contracts';

export { dataTasks } from './tasks/data-tasks.js';
export { WorkerModule, type WorkerOptions } from './worker.module.js';

/** The operations that the module serves. */
export const workerOperations = {
  importDataset,
  listSources,
  simulateHotel,
  simulateShop,
  simulateRentals,
  simulateGrocer,
  publishFeatures,
  getJob,
  cancelJob,
} as const;
