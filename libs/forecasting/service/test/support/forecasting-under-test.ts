import { createHttpClient, type ClientOf } from '@bellwether/contracts';
import { startApp, type RunningApp } from '@bellwether/platform/bootstrap';
import { baseConfig, parseConfig } from '@bellwether/platform/config';
import { HealthRegistry } from '@bellwether/platform/health';
import { Routing } from '@bellwether/platform/model-runtime';
import { channelCredentials, openNeighbour } from '@bellwether/platform/neighbours';
import { EVENT_BUS } from '@bellwether/platform/events';
import { Global, Module } from '@nestjs/common';
// The thread of the books is loaded from what was built.
import { FORECASTING_MODELS, type ForecastingModels, type ServedForecasts } from '../../dist/forecasting-models.js';
import { ForecastingModule, forecastingOperations } from '../../dist/index.js';

type Operations = typeof forecastingOperations;

export interface ForecastingUnderTest {
  readonly url: string;
  readonly http: ClientOf<Operations>;
  readonly grpc: ClientOf<Operations>;
  readonly running: RunningApp;
  /** Puts a version of a model in use. */
  serve<Name extends keyof ForecastingModels>(name: Name, version: string, model: ForecastingModels[Name]): void;
  post(path: string, body: unknown): Promise<{ status: number; json: Record<string, unknown> }>;
  stop(): Promise<void>;
}

/** The module of forecasting in a real application, over HTTP and gRPC, without a registry: models are put in by hand. */
export async function forecastingUnderTest(clock: () => Date): Promise<ForecastingUnderTest> {
  @Global()
  @Module({
    providers: [{ provide: EVENT_BUS, useValue: { listen: () => Promise.resolve() } }],
    exports: [EVENT_BUS],
  })
  class TestPorts {}

  const options = { databaseUrl: 'pglite://memory', registryUrl: 'http://127.0.0.1:9', modelPollMs: 3_600_000 };
  const running = await startApp({
    name: 'forecasting',
    version: '0.0.0',
    config: parseConfig(baseConfig({ http: 0, grpc: 0 }), { LOG_LEVEL: 'silent' }),
    modules: [TestPorts, ForecastingModule.forRoot(options)],
    operations: forecastingOperations,
    clock,
  });
  running.app.get(HealthRegistry, { strict: false }).started();
  const models = running.app.get<ServedForecasts>(FORECASTING_MODELS, { strict: false });
  const sent = { operations: forecastingOperations, timeoutMs: 20_000 };
  const grpc = openNeighbour({
    ...{ name: 'forecasting', address: running.grpcAddress, headers: () => ({}) },
    ...{ credentials: channelCredentials({}), ...sent },
  });
  return {
    url: running.url,
    http: createHttpClient({ baseUrl: running.url, ...sent }),
    grpc: grpc.client,
    running,
    serve(name, version, model) {
      models.subscribers[name].slot.put(new Routing<never>({ name, version, model: model as never }) as never);
    },
    async post(path, body) {
      const answer = await fetch(`${running.url}/api/v1/ml${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
    },
    async stop() {
      grpc.close();
      await running.stop();
    },
  };
}
