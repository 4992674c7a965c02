import {
  artifactProxy,
  foreignErrors,
  ModelRegistryModule,
  modelRegistryOperations,
  type WebhookConfig,
} from '@bellwether/model-registry-service';
import { packageVersion, type AppDefinition } from '@bellwether/platform/bootstrap';
import { readTrustedKeys } from '@bellwether/platform/model-runtime';
import type { ModelRegistryConfig } from './config.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export function modelRegistryApp(config: ModelRegistryConfig): AppDefinition {
  return {
    name: 'model-registry',
    version: packageVersion(import.meta.url),
    config,
    ports: { artifacts: config.ARTIFACTS_URL, events: config.EVENTS_URL, jobs: config.JOBS_URL },
    modules: [
      ModelRegistryModule.forRoot({
        databaseUrl: config.DATABASE_URL,
        modelsDir: config.MODELS_DIR,
        webhooks: webhooksOf(config),
        trustedKeys: readTrustedKeys(config.BUNDLE_PUBLIC_KEYS_FILE),
        garbage: { retentionMs: config.GC_RETENTION_DAYS * DAY_MS, graceMs: config.GC_GRACE_HOURS * HOUR_MS },
      }),
    ],
    operations: modelRegistryOperations,
    foreignErrors,
    plugins: [artifactProxy({ limitBytes: config.ARTIFACT_LIMIT_BYTES })],
  };
}

function webhooksOf(config: ModelRegistryConfig): WebhookConfig {
  const secretKey = config.MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY;
  return {
    ...(secretKey !== undefined && { secretKey }),
    allowHttp: config.MLFLOW_WEBHOOK_ALLOWED_SCHEMES.includes('http'),
    allowPrivateAddresses: config.MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS,
  };
}
