/**
 * What a page may import: the schemas and clients that need nothing of Node. Bundlers take this entry by the condition
 * `browser`; its types are those of the index, and an export that is only there fails the page's build.
 */
export * from './access.js';
export * from './model-registry/models.js';
export * from './model-registry/promotion.js';
export * from './model-registry/retrain.js';
export * from './monitoring/monitors.js';
export * from './service/health.js';
export * from './worker/jobs.js';
export * from './worker/schedules.js';
export { baseAddress } from './clients/base-address.js';
export { httpClientOf } from './clients/http-client-of.js';
export * from './mlflow/index.js';
