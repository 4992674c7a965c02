import { createGrpcClient, createHttpClient, type ClientOf } from '@bellwether/contracts';
import { ANALYTICS_STORE, type AnalyticsStore } from '@bellwether/platform/analytics';
import { startApp } from '@bellwether/platform/bootstrap';
import { baseConfig, parseConfig } from '@bellwether/platform/config';
import { WorkerModule, workerOperations } from '../../src/index.js';

/** A job's thread is loaded from what was built. */
const BUILT = new URL('../../dist/tasks/materialize-features-task.js', import.meta.url).href;

export type FeatureClient = ClientOf<typeof workerOperations>;

export interface FeatureApp {
  readonly url: string;
  readonly http: FeatureClient;
  readonly grpc: FeatureClient;
  readonly analytics: AnalyticsStore;
  stop(): Promise<void>;
}

/** The worker's module in a real application on embedded stores, listening on ports of its own. */
export async function startFeatureApp(
  onlineUrl: string,
  clock: () => Date,
  analyticsUrl = 'chdb://memory',
): Promise<FeatureApp> {
  const config = parseConfig(baseConfig({ http: 0, grpc: 0 }), { LOG_LEVEL: 'silent', MAX_LOOP_TURN_MS: '60000' });
  const running = await startApp({
    ...{ name: 'worker', version: '0.0.0', config, clock, operations: workerOperations },
    ports: { analytics: analyticsUrl, jobs: 'pglite://memory', events: 'memory://', online: onlineUrl },
    modules: [
      WorkerModule.forRoot({
        tasks: { 'materialize-features': { module: BUILT, export: 'materializeFeaturesTask' } },
        concurrency: 1,
        settings: {},
      }),
    ],
  });
  const timeoutMs = 60_000;
  const http = createHttpClient({ baseUrl: running.url, operations: workerOperations, timeoutMs });
  const grpc = createGrpcClient({ address: running.grpcAddress, operations: workerOperations, timeoutMs });
  return {
    url: running.url,
    http,
    grpc,
    analytics: running.app.get<AnalyticsStore>(ANALYTICS_STORE, { strict: false }),
    stop: async () => {
      grpc.close();
      await running.stop();
    },
  };
}
