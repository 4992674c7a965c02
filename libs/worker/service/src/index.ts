import {
  getFeatureView,
  getOnlineFeatures,
  listFeatureViews,
  materializeFeatures,
  pushFeatures,
} from '@bellwether/contracts';
import { cancelJob, getJob, importDataset, publishFeatures, simulateHotel } from '@bellwether/contracts';

export { OnlineFeaturesService } from './features/online-features.service.js';
export { dataTasks } from './tasks/data-tasks.js';
export { WorkerModule, type WorkerOptions } from './worker.module.js';

/** The operations that the module serves. */
export const workerOperations = {
  ...{ importDataset, simulateHotel, publishFeatures, getJob, cancelJob },
  ...{ getOnlineFeatures, pushFeatures, materializeFeatures, listFeatureViews, getFeatureView },
} as const;
