import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PREDICTIONS_LOGGED, type PredictionsLogged } from '@bellwether/contracts';
import { openAnalyticsStore, type AnalyticsStore } from '@bellwether/platform/analytics';
import { openEventBus, type EventBus } from '@bellwether/platform/events';
import { ifInstalled, ownNats, type OwnServer } from '@bellwether/platform/testing';
import { startAnalyticsServer, type AnalyticsServer } from './support/analytics-server.js';
import { startApp, type AppProcess } from './support/app-process.js';
import { until } from './support/until.js';

const nats = (await ifInstalled('NATS', ownNats)) as OwnServer;
const EVENTS = 120;
const ROWS = 50;

const batch = (number: number): PredictionsLogged => ({
  model: 'churn_predictor',
  version: '1',
  numeric_features: ['nights'],
  categorical_features: [],
  predictions: Array.from({ length: ROWS }, (_, i) => ({
    prediction_id: `${number}-${i}`,
    entity_id: `BOOK${i}`,
    predicted_at: new Date().toISOString(),
    score: 0.5,
    request: 'single',
    latency_ms: 1,
    sampled_share: 1,
    numeric: [i],
    categorical: [],
  })),
});

(nats === null ? describe.skip : describe)('the log of predictions, its consumer killed', () => {
  let server: AnalyticsServer;
  let analytics: AnalyticsStore;
  let events: EventBus;
  let worker: AppProcess;

  const startWorker = () => startApp('worker', { ANALYTICS_URL: server.url, EVENTS_URL: nats.url });

  beforeAll(async () => {
    server = await startAnalyticsServer();
    analytics = await openAnalyticsStore(server.url);
    worker = await startWorker();
    events = await openEventBus(nats.url);
  }, 60_000);

  afterAll(async () => {
    await worker?.end('SIGKILL');
    await events?.close();
    await analytics?.close();
    server?.kill();
    await nats.remove();
  });

  it('loses none and keeps none twice, through kill -9 after kill -9', async () => {
    const count = async (what: string) =>
      (await analytics.rows<{ n: number }>(`SELECT ${what} AS n FROM predictions FINAL`))[0]!.n;
    for (let number = 0; number < EVENTS; number++) {
      await events.publish(PREDICTIONS_LOGGED, batch(number));
      if (number % 40 === 20) {
        await worker.end('SIGKILL');
        worker = await startWorker();
      }
    }
    const all = EVENTS * ROWS;
    // What was being handled when it was killed comes again when its time to answer is over.
    await until(
      () => count('uniqExact(prediction_id)'),
      (stored) => stored >= all,
      90_000,
    );
    expect(await count('count()')).toBe(all);
  }, 150_000);
});
