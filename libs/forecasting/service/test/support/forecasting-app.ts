import { createGrpcClient, createHttpClient, type ClientOf } from '@bellwether/contracts';
import { startApp } from '@bellwether/platform/bootstrap';
import { baseConfig, parseConfig } from '@bellwether/platform/config';
// Its thread is loaded from what was built.
import { ForecastingModule, forecastingOperations } from '../../dist/index.js';

export type ForecastingClient = ClientOf<typeof forecastingOperations>;

export interface ForecastingApp {
  readonly url: string;
  readonly http: ForecastingClient;
  readonly grpc: ForecastingClient;
  stop(): Promise<void>;
}

/** The module of forecasting in a real application, listening on ports of its own. */
export async function startForecastingApp(
  registryUrl: string,
  clock: () => Date,
  databaseUrl = 'pglite://memory',
): Promise<ForecastingApp> {
  const config = parseConfig(baseConfig({ http: 0, grpc: 0 }), { LOG_LEVEL: 'silent', MAX_LOOP_TURN_MS: '60000' });
  const running = await startApp({
    ...{ name: 'forecasting', version: '0.0.0', config, clock, operations: forecastingOperations },
    ports: { events: 'memory://' },
    modules: [ForecastingModule.forRoot({ databaseUrl, registryUrl, modelPollMs: 1_000 })],
  });
  const timeoutMs = 60_000;
  const http = createHttpClient({ baseUrl: running.url, operations: forecastingOperations, timeoutMs });
  const grpc = createGrpcClient({ address: running.grpcAddress, operations: forecastingOperations, timeoutMs });
  return {
    url: running.url,
    http,
    grpc,
    stop: async () => {
      grpc.close();
      await running.stop();
    },
  };
}
