export { artifactProxy } from './artifacts/artifact-proxy.plugin.js';
export type { ModelRegistryConfig } from './config.js';
export { ModelRegistryModule } from './model-registry.module.js';
export { modelRegistryOperations } from './operations.js';
export { MODEL_PROMOTED, type ModelPromoted } from './promotion/model-promoted.js';
export { TRAINING_EXPERIMENT } from './retrain/retrain.service.js';
export { TRAIN_JOB, TrainResult, type TrainPayload } from './retrain/train-payload.js';
