import { CustomerAnalyticsModule, customerAnalyticsOperations } from '@bellwether/customer-analytics-service';
import { packageVersion, type AppDefinition } from '@bellwether/platform/bootstrap';
import { readTrustedKeys } from '@bellwether/platform/model-runtime';
import { parseSamplingRules } from '@bellwether/platform/predictions';
import type { CustomerAnalyticsConfig } from './config.js';

export function customerAnalyticsApp(config: CustomerAnalyticsConfig): AppDefinition {
  return {
    name: 'customer-analytics',
    version: packageVersion(import.meta.url),
    config,
    ports: { events: config.EVENTS_URL, ...(config.CACHE_URL !== 'off' && { cache: config.CACHE_URL }) },
    modules: [
      CustomerAnalyticsModule.forRoot({
        databaseUrl: config.DATABASE_URL,
        registryUrl: config.REGISTRY_URL,
        ...(config.REGISTRY_GRPC !== undefined && { registryGrpc: config.REGISTRY_GRPC }),
        ...(config.SERVICE_API_KEY !== undefined && { serviceApiKey: config.SERVICE_API_KEY }),
        modelPollMs: config.MODEL_POLL_MS,
        trustedKeys: readTrustedKeys(config.BUNDLE_PUBLIC_KEYS_FILE),
        sampling: parseSamplingRules(config.PREDICTION_LOG_RULES),
        minimumGroupSize: config.MINIMUM_GROUP_SIZE,
        riskLevels: { medium: config.RISK_MEDIUM_FROM, high: config.RISK_HIGH_FROM },
      }),
    ],
    operations: customerAnalyticsOperations,
  };
}
