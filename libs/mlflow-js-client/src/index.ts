export { ArtifactCalls } from './artifacts.js';
export { MlflowClient } from './client.js';
export { ExperimentCalls } from './experiments.js';
export { LoggedModelCalls } from './logged-models.js';
export { ModelVersionCalls } from './model-versions.js';
export { RegisteredModelCalls } from './registered-models.js';
export type { RetryPolicy } from './retry.js';
export { RunCalls } from './runs.js';
export type { CallOptions, MlflowClientOptions } from './transport.js';
