export { artifactProxy } from './artifacts/artifact-proxy.plugin.js';
export type { ModelRegistryConfig } from './config.js';
export { foreignErrors } from './foreign-errors.js';
export { ModelRegistryModule } from './model-registry.module.js';
export { modelRegistryOperations } from './operations.js';
export { TRAINING_EXPERIMENT } from './retrain/training-intake.js';
export type { WebhookConfig } from './webhooks/webhook-settings.js';
