export { registerArtifactProxy, type ArtifactProxyOptions } from './artifacts/artifact-proxy.js';
export type { ModelRegistryConfig } from './config.js';
export { ModelRegistryModule } from './model-registry.module.js';
export { MODEL_PROMOTED, type ModelPromoted } from './promotion/model-promoted.js';
export { TRAIN_JOB, TrainResult, type TrainPayload } from './retrain/train-payload.js';
export { TRAINING_EXPERIMENT } from './retrain/retrain.service.js';
