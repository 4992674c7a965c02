export { workerApp } from './app.js';
export { WorkerConfig } from './config.js';
export { tasks } from './tasks.js';
