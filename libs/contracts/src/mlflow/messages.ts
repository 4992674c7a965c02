/** The messages of MLflow's REST protocol that the registry serves and its client speaks. */
export * from './artifacts.js';
export * from './call.js';
export * from './datasets.js';
export * from './error.js';
export * from './experiments.js';
export * from './logged-models.js';
export * from './metric-history.js';
export * from './model-versions.js';
export * from './registered-models.js';
export * from './runs.js';
export * from './webhooks.js';
