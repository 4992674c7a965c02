import { createHttpClient, type ClientOf } from '@bellwether/contracts';
import { startApp, type RunningApp } from '@bellwether/platform/bootstrap';
import { baseConfig, parseConfig } from '@bellwether/platform/config';
import { channelCredentials, openNeighbour } from '@bellwether/platform/neighbours';
import { CustomerAnalyticsModule, customerAnalyticsOperations } from '../../src/index.js';

type Client = ClientOf<typeof customerAnalyticsOperations>;

export interface SegmentsApp {
  readonly url: string;
  readonly http: Client;
  readonly grpc: Client;
  get(path: string): Promise<{ status: number; json: Record<string, unknown> }>;
  stop(): Promise<void>;
}

/** The module of the domain in a real application, over HTTP and gRPC, without a registry. */
export async function segmentsApp(minimumGroupSize: number, databaseUrl = 'pglite://memory'): Promise<SegmentsApp> {
  const running: RunningApp = await startApp({
    ...{ name: 'customer-analytics', version: '0.0.0', operations: customerAnalyticsOperations },
    config: parseConfig(baseConfig({ http: 0, grpc: 0 }), { LOG_LEVEL: 'silent' }),
    ports: { events: 'memory://' },
    modules: [
      CustomerAnalyticsModule.forRoot({
        ...{ databaseUrl, minimumGroupSize, registryUrl: 'http://127.0.0.1:9', modelPollMs: 3_600_000 },
        ...{ riskLevels: { medium: 0.3, high: 0.6 }, sampling: [] },
      }),
    ],
  });
  const sent = { operations: customerAnalyticsOperations, timeoutMs: 20_000 };
  const grpc = openNeighbour({
    ...{ name: 'customer-analytics', address: running.grpcAddress, headers: () => ({}) },
    ...{ credentials: channelCredentials({}), ...sent },
  });
  return {
    url: running.url,
    http: createHttpClient({ baseUrl: running.url, ...sent }),
    grpc: grpc.client,
    async get(path) {
      const answer = await fetch(`${running.url}/api/v1/ml${path}`);
      return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
    },
    async stop() {
      grpc.close();
      await running.stop();
    },
  };
}
