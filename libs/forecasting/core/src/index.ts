export { DOMAIN } from './domain.js';
export * from './anomalies/index.js';
export * from './daily-series/index.js';
export * from './hotel/index.js';
export * from './inventory/index.js';
export * from './long-format/index.js';
