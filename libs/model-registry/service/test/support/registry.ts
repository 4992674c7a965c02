import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module, type InjectionToken } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import { createHttpClient, type GateRule } from '@bellwether/contracts';
import { MlflowClient } from '@bellwether/mlflow-js-client';
import { ARTIFACT_STORE, FolderArtifactStore, type ArtifactStore } from '@bellwether/platform/artifacts';
import { startApp, type RunningApp } from '@bellwether/platform/bootstrap';
import { baseConfig, parseConfig } from '@bellwether/platform/config';
import { EVENT_BUS } from '@bellwether/platform/events';
import { HealthRegistry } from '@bellwether/platform/health';
import { JOB_QUEUE } from '@bellwether/platform/jobs';
import {
  artifactProxy,
  foreignErrors,
  ModelRegistryModule,
  modelRegistryOperations,
  type ModelRegistryConfig,
} from '../../src/index.js';
import { DOMAIN } from '../../src/domain.js';
import { Outbox } from '../../src/promotion/outbox.js';
import { TrainingReconciler } from '../../src/retrain/training-reconciler.js';
import type { DataSource } from 'typeorm';
import { HandDrivenQueue } from './hand-driven-queue.js';
import { RecordingBus } from './recording-bus.js';

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  readonly json: Record<string, unknown>;
}

export interface TestRegistry {
  readonly url: string;
  /** `host:port` of gRPC. */
  readonly grpcAddress: string;
  /** Every way in. */
  readonly routes: RunningApp['routes'];
  /** The folder of this registry alone: its artifacts lie below. */
  readonly folder: string;
  readonly client: MlflowClient;
  readonly operations: ReturnType<typeof operationsAt>;
  readonly store: ArtifactStore;
  readonly bus: RecordingBus;
  readonly queue: HandDrivenQueue;
  /** The registry's own database. */
  readonly dataSource: DataSource;
  /** Sends a call of the MLflow protocol as a client of any age would. */
  call(verb: string, path: string, body?: unknown): Promise<Answer>;
  /** Sends a request target exactly as it is written: fetch would normalise it. */
  raw(verb: string, target: string, body?: string): Promise<{ status: number; text: string }>;
  /** What happens at every start, without the start. */
  reconcileTrainings(): Promise<void>;
  /** What the app has under a token. */
  get<Value>(token: InjectionToken<Value>): Value;
  /** What happens every few seconds, at once. */
  sendOwedEvents(): Promise<void>;
  stop(): Promise<void>;
}

const operationsAt = (baseUrl: string) =>
  createHttpClient({ baseUrl, timeoutMs: 20_000, operations: modelRegistryOperations });

export const LIMIT_BYTES = 1_000_000;

/** The model that has a gate where a test gives one. */
export const GATED = 'gated';

const CHURN_CONFIG = {
  hyperparameters: {
    learning_rate: { default: 0.05, min: 0.001, max: 1 },
    n_estimators: { default: 500, min: 1, max: 5_000, integer: true },
  },
  estimated_minutes: 30,
};

export interface StartOptions extends Partial<ModelRegistryConfig> {
  /** Rules of the gate of `gated`, which has none where they are left out. */
  readonly rules?: readonly GateRule[];
  /** Over the configuration of every app. */
  readonly env?: Readonly<Record<string, string>>;
  readonly clock?: () => Date;
  readonly queue?: HandDrivenQueue;
  readonly bus?: RecordingBus;
}

/** The registry's module in a real application, listening on a port of its own. */
export async function startRegistry({
  queue = new HandDrivenQueue(),
  bus = new RecordingBus(),
  rules,
  env = {},
  clock,
  ...config
}: StartOptions = {}): Promise<TestRegistry> {
  const folder = await mkdtemp(join(tmpdir(), 'bellwether-registry-'));
  const modelsDir = join(folder, 'models');
  await mkdir(join(modelsDir, 'churn_predictor'), { recursive: true });
  await writeFile(join(modelsDir, 'churn_predictor', 'model.json'), JSON.stringify(CHURN_CONFIG));
  await mkdir(join(modelsDir, 'broken'), { recursive: true });
  await writeFile(join(modelsDir, 'broken', 'model.json'), '{');
  if (rules !== undefined) {
    await mkdir(join(modelsDir, GATED), { recursive: true });
    await writeFile(join(modelsDir, GATED, 'gate.json'), JSON.stringify({ rules }));
  }
  const store = new FolderArtifactStore(join(folder, 'artifacts'));

  @Global()
  @Module({
    providers: [
      { provide: ARTIFACT_STORE, useValue: store },
      { provide: EVENT_BUS, useValue: bus },
      { provide: JOB_QUEUE, useValue: queue },
    ],
    exports: [ARTIFACT_STORE, EVENT_BUS, JOB_QUEUE],
  })
  class TestPorts {}

  const app = await startApp({
    name: 'model-registry',
    version: '0.0.0',
    config: parseConfig(baseConfig({ http: 0, grpc: 0 }), { LOG_LEVEL: 'silent', ...env }),
    modules: [TestPorts, ModelRegistryModule.forRoot({ databaseUrl: 'pglite://memory', modelsDir, ...config })],
    operations: modelRegistryOperations,
    foreignErrors,
    plugins: [artifactProxy({ limitBytes: LIMIT_BYTES })],
    ...(clock !== undefined && { clock }),
  });
  app.app.get(HealthRegistry, { strict: false }).started();
  return {
    url: app.url,
    grpcAddress: app.grpcAddress,
    routes: app.routes,
    folder,
    client: new MlflowClient({ baseUrl: app.url, attempts: 1 }),
    operations: operationsAt(app.url),
    store,
    bus,
    queue,
    dataSource: app.app.get<DataSource>(getDataSourceToken(DOMAIN), { strict: false }),
    call: (verb, path, body) => call(app.url, verb, path, body),
    raw: (verb, target, body) => raw(app.url, verb, target, body),
    reconcileTrainings: () => app.app.get(TrainingReconciler, { strict: false }).reconcile(),
    get: (token) => app.app.get(token as string, { strict: false }),
    sendOwedEvents: () => app.app.get(Outbox, { strict: false }).drain(),
    stop: async () => {
      await app.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function call(url: string, method: string, path: string, body?: unknown): Promise<Answer> {
  const target = path.startsWith('/') ? path : `/api/2.0/mlflow/${path}`;
  const init: RequestInit = { method };
  if (body !== undefined) {
    init.body = typeof body === 'string' ? body : JSON.stringify(body);
    init.headers = { 'content-type': 'application/json' };
  }
  const response = await fetch(url + target, init);
  const text = await response.text();
  let json = {};
  try {
    json = JSON.parse(text);
  } catch {
    // Not JSON: the test looks at the text.
  }
  return { status: response.status, text, json, headers: response.headers };
}

function raw(url: string, method: string, path: string, body?: string): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, method, path }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    request.on('error', reject);
    request.end(body);
  });
}
