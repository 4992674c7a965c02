import { operationsOf } from '@bellwether/contracts';

export { dataTasks } from './tasks/data-tasks.js';
export { WorkerModule, type WorkerOptions } from './worker.module.js';

/** The operations that the module serves. */
export const workerOperations = operationsOf('worker');
