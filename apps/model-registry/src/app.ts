import {
  artifactProxy,
  foreignErrors,
  ModelRegistryModule,
  modelRegistryOperations,
} from '@bellwether/model-registry-service';
import { packageVersion, type AppDefinition } from '@bellwether/platform/bootstrap';
import type { ModelRegistryConfig } from './config.js';

export function modelRegistryApp(config: ModelRegistryConfig): AppDefinition {
  return {
    name: 'model-registry',
    version: packageVersion(import.meta.url),
    config,
    ports: { artifacts: config.ARTIFACTS_URL, events: config.EVENTS_URL, jobs: config.JOBS_URL },
    modules: [ModelRegistryModule.forRoot({ databaseUrl: config.DATABASE_URL, modelsDir: config.MODELS_DIR })],
    operations: modelRegistryOperations,
    foreignErrors,
    plugins: [artifactProxy({ limitBytes: config.ARTIFACT_LIMIT_BYTES })],
  };
}
