import { cancelJob, getJob, importDataset, publishFeatures, simulateHotel } from '@bellwether/contracts';
import { deleteSchedule, listSchedules, putSchedule } from '@bellwether/contracts';

export { dataTasks } from './tasks/data-tasks.js';
export { WorkerModule, type WorkerOptions } from './worker.module.js';

/** The operations that the module serves. */
export const workerOperations = {
  ...{ importDataset, simulateHotel, publishFeatures, getJob, cancelJob },
  ...{ putSchedule, listSchedules, deleteSchedule },
} as const;
