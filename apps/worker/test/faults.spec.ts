import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HealthResponse } from '@bellwether/contracts';
import { ifInstalled, ownNats, ownPostgres, ownRedis, type OwnServer } from '@bellwether/platform/testing';
import { ROOT, startApp, type AppProcess } from './support/app-process.js';
import { startLoad } from './support/load.js';
import { succeeded, until } from './support/until.js';

const MODEL = { model_name: 'churn_predictor' };
const TODAY = new Date().toISOString().slice(0, 10);
const BOOKING = { booking_id: 'BOOK001' };
/** So seldom that only an event can make a replica look in time. */
const POLL_MS = '600000';

const servers = {
  postgres: await ifInstalled('PostgreSQL', ownPostgres),
  redis: await ifInstalled('Redis', ownRedis),
  nats: await ifInstalled('NATS', ownNats),
};
const { postgres, redis, nats } = servers as Record<keyof typeof servers, OwnServer>;
const isComplete = Object.values(servers).every((server) => server !== null);

(isComplete ? describe : describe.skip)('apps whose servers fail under load', () => {
  let folder: string;
  let registry: AppProcess;
  let serving: AppProcess;
  let worker: AppProcess;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bellwether-faults-'));
    const stores = { DATABASE_URL: postgres.url, JOBS_URL: postgres.url, EVENTS_URL: nats.url, CACHE_URL: redis.url };
    registry = await startApp('model-registry', {
      ...stores,
      ARTIFACTS_URL: `file://${folder}/artifacts`,
      MODELS_DIR: join(ROOT, 'models'),
    });
    serving = await startApp('customer-analytics', { ...stores, REGISTRY_URL: registry.url, MODEL_POLL_MS: POLL_MS });
    worker = await startApp('worker', {
      ...stores,
      ANALYTICS_URL: `chdb://${folder}/analytics`,
      REGISTRY_URL: registry.url,
      CUSTOMER_ANALYTICS_URL: serving.url,
    });
    const world = { guests: 3_000, rooms: 20, years: 2, seed: 7, as_of: TODAY, detail_days: 0 };
    const built = await worker.http.simulateHotel(world);
    await succeeded(() => worker.http.getJob({ job_id: built.job_id }));
    const publishing = await worker.http.publishFeatures({ source: 'simulated-hotel', as_of: TODAY });
    await succeeded(() => worker.http.getJob({ job_id: publishing.job_id }));
    for (const n_estimators of [20, 5]) {
      const job = await registry.http.retrainModel({ ...MODEL, hyperparameters: { n_estimators, learning_rate: 0.2 } });
      await succeeded(() => registry.http.getRetrainJob({ job_id: job.job_id }));
    }
    await promote('1');
    await serves('1', 30_000);
  }, 180_000);

  afterAll(async () => {
    for (const server of Object.values(servers)) server?.resume();
    await Promise.all([worker, serving, registry].map((app) => app?.end('SIGKILL')));
    for (const server of Object.values(servers)) await server?.remove();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const ask = () => serving.http.predictChurn(BOOKING);
  const promote = (version: string) =>
    registry.http.promoteModel({ ...MODEL, version, force: true, reason: 'a small hotel, for a test' });
  const serves = (version: string, timeoutMs = 10_000) =>
    until(ask, ({ model_version }) => model_version === version, timeoutMs);
  const health = async ({ url }: AppProcess) =>
    (await (await fetch(`${url}/api/v1/ml/health`)).json()) as HealthResponse;
  const readiness = async ({ url }: AppProcess) => (await fetch(`${url}/readyz`)).status;
  const checkIs = (app: AppProcess, check: string, status: string) =>
    until(
      () => health(app),
      ({ checks }) => checks[check]?.status === status,
      20_000,
    );

  it('Redis killed: every prediction is answered, the same; it says that the cache is off, and takes it up again', async () => {
    const { churn_probability } = await ask();
    const load = startLoad(async () => expect((await ask()).churn_probability).toBe(churn_probability));
    await redis.kill();
    const { checks } = await checkIs(serving, 'cache', 'degraded');
    expect(checks['cache']!.detail).toContain('cache off');
    expect(await readiness(serving)).toBe(200);
    await redis.start();
    await checkIs(serving, 'cache', 'ok');
    const { answered, failures, slowestMs } = await load.stop();
    expect([...failures]).toEqual([]);
    expect(answered).toBeGreaterThan(10);
    expect(slowestMs).toBeLessThan(2_000);
  }, 60_000);

  it('Redis hanging: answers wait a moment for it, and then no more', async () => {
    const load = startLoad(ask);
    redis.pause();
    await checkIs(serving, 'cache', 'degraded');
    redis.resume();
    await checkIs(serving, 'cache', 'ok');
    const { failures, slowestMs } = await load.stop();
    expect([...failures]).toEqual([]);
    expect(slowestMs).toBeLessThan(2_000);
  }, 60_000);

  it('NATS killed: a promotion is accepted, its event waits in the outbox, and the replica hears of it afterwards', async () => {
    await serves('1');
    const load = startLoad(ask);
    await nats.kill();
    await checkIs(registry, 'events', 'degraded');
    await promote('2');
    // Nobody can have told the replica yet.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect((await ask()).model_version).toBe('1');
    await nats.start();
    await serves('2', 30_000);
    await checkIs(serving, 'events', 'ok');
    const { failures } = await load.stop();
    expect([...failures]).toEqual([]);
    await promote('1');
    await serves('1');
  }, 90_000);

  it('PostgreSQL killed: loaded models answer, writes are refused cleanly, and all goes on when it is back', async () => {
    await serves('1');
    const load = startLoad(ask);
    await postgres.kill();
    const writes = [
      () => promote('2'),
      () => registry.http.retrainModel(MODEL),
      () => serving.http.pushBookings({}),
      () => worker.http.publishFeatures({ source: 'simulated-hotel', as_of: TODAY }),
    ];
    for (const write of writes) {
      const started = performance.now();
      await expect(write()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      expect(performance.now() - started).toBeLessThan(10_000);
    }
    const { checks } = await checkIs(registry, 'model_registry_database', 'down');
    expect(JSON.stringify(checks)).not.toContain('postgres://');
    expect(await readiness(registry)).toBe(503);
    await postgres.start();
    await until(
      () => readiness(registry),
      (status) => status === 200,
      20_000,
    );
    // What was refused has left nothing behind.
    expect((await ask()).model_version).toBe('1');
    const { promotions } = await registry.http.listPromotions(MODEL);
    expect(promotions[0]!.version).toBe('1');
    await until(
      () =>
        promote('2').then(
          () => true,
          () => false,
        ),
      Boolean,
      20_000,
    );
    await serves('2', 20_000);
    const { answered, failures } = await load.stop();
    expect([...failures]).toEqual([]);
    expect(answered).toBeGreaterThan(10);
  }, 120_000);

  it('the worker killed in the middle of a job: another one ends it, once', async () => {
    const world = { guests: 3_000, rooms: 20, years: 2, seed: 8, as_of: TODAY, detail_days: 0 };
    const job = await worker.http.simulateHotel(world);
    const asked = () => registry.http.getRetrainJob({ job_id: training.job_id });
    const training = await registry.http.retrainModel({
      ...MODEL,
      hyperparameters: { n_estimators: 30, learning_rate: 0.2 },
    });
    await until(
      () => worker.http.getJob({ job_id: job.job_id }),
      ({ status }) => status !== 'queued',
      20_000,
    );
    await worker.end('SIGKILL');
    worker = await startApp('worker', {
      JOBS_URL: postgres.url,
      ANALYTICS_URL: `chdb://${folder}/analytics`,
      REGISTRY_URL: registry.url,
      CUSTOMER_ANALYTICS_URL: serving.url,
    });
    await succeeded(() => worker.http.getJob({ job_id: job.job_id }));
    const { model_version } = await succeeded(asked);
    expect(model_version).toBe('3');
  }, 120_000);
});
