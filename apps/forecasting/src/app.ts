import { ForecastingModule, forecastingOperations } from '@bellwether/forecasting-service';
import { packageVersion, type AppDefinition } from '@bellwether/platform/bootstrap';
import { readTrustedKeys } from '@bellwether/platform/model-runtime';
import type { ForecastingConfig } from './config.js';

export function forecastingApp(config: ForecastingConfig): AppDefinition {
  return {
    name: 'forecasting',
    version: packageVersion(import.meta.url),
    config,
    ports: { events: config.EVENTS_URL },
    modules: [
      ForecastingModule.forRoot({
        databaseUrl: config.DATABASE_URL,
        registryUrl: config.REGISTRY_URL,
        ...(config.REGISTRY_GRPC !== undefined && { registryGrpc: config.REGISTRY_GRPC }),
        ...(config.SERVICE_API_KEY !== undefined && { serviceApiKey: config.SERVICE_API_KEY }),
        modelPollMs: config.MODEL_POLL_MS,
        trustedKeys: readTrustedKeys(config.BUNDLE_PUBLIC_KEYS_FILE),
      }),
    ],
    operations: forecastingOperations,
  };
}
