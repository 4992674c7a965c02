import { packageVersion, type AppDefinition } from '@bellwether/platform/bootstrap';
import { WorkerModule, workerOperations } from '@bellwether/worker-service';
import type { WorkerConfig } from './config.js';
import { tasks } from './tasks.js';

export function workerApp(config: WorkerConfig): AppDefinition {
  return {
    name: 'worker',
    version: packageVersion(import.meta.url),
    config,
    ports: {
      ...{ analytics: config.ANALYTICS_URL, jobs: config.JOBS_URL },
      ...{ events: config.EVENTS_URL, online: config.ONLINE_URL },
    },
    modules: [
      WorkerModule.forRoot({
        tasks,
        concurrency: config.WORKER_CONCURRENCY,
        settings: {
          registryUrl: config.REGISTRY_URL,
          customerAnalyticsUrl: config.CUSTOMER_ANALYTICS_URL,
          forecastingUrl: config.FORECASTING_URL,
          modelsDir: config.MODELS_DIR,
          ...given({
            customerAnalyticsGrpc: config.CUSTOMER_ANALYTICS_GRPC,
            forecastingGrpc: config.FORECASTING_GRPC,
            serviceApiKey: config.SERVICE_API_KEY,
            tlsCaFile: config.TLS_CA_FILE,
            tlsCertFile: config.TLS_CERT_FILE,
            tlsKeyFile: config.TLS_KEY_FILE,
          }),
        },
      }),
    ],
    operations: workerOperations,
  };
}

/** Those that are set. */
function given(settings: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(settings).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
