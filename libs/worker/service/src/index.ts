import { operationsOf } from '@bellwether/contracts';

export { OnlineFeaturesService } from './features/online-features.service.js';
export { dataTasks } from './tasks/data-tasks.js';
export { WorkerModule, type WorkerOptions } from './worker.module.js';

/** The operations that the module serves. */
export const workerOperations = operationsOf('worker');
