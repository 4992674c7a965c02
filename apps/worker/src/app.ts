import { packageVersion, type AppDefinition } from '@bellwether/platform/bootstrap';
import { WorkerModule, workerOperations } from '@bellwether/worker-service';
import type { WorkerConfig } from './config.js';
import { tasks } from './tasks.js';

export function workerApp(config: WorkerConfig): AppDefinition {
  return {
    name: 'worker',
    version: packageVersion(import.meta.url),
    config,
    ports: { analytics: config.ANALYTICS_URL, jobs: config.JOBS_URL },
    modules: [
      WorkerModule.forRoot({
        tasks,
        concurrency: config.WORKER_CONCURRENCY,
        settings: {
          registryUrl: config.REGISTRY_URL,
          customerAnalyticsUrl: config.CUSTOMER_ANALYTICS_URL,
          modelsDir: config.MODELS_DIR,
          ...(config.SERVICE_API_KEY !== undefined && { serviceApiKey: config.SERVICE_API_KEY }),
        },
      }),
    ],
    operations: workerOperations,
  };
}
