import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PREDICTIONS_LOGGED, type PredictionsLogged } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { openAnalyticsStore, type AnalyticsStore } from '@bellwether/platform/analytics';
import { openEventBus, type EventBus } from '@bellwether/platform/events';
import { RelationalJobQueue, jobsSource } from '@bellwether/platform/jobs';
import { openDataSource } from '@bellwether/platform/relational';
import { MonitoringTables } from './monitoring-tables.js';
import { OutcomeService } from './outcome.service.js';
import { PredictionRecorder } from './prediction-recorder.js';

let analytics: AnalyticsStore;
let events: EventBus;
let recorder: PredictionRecorder;

beforeAll(async () => {
  analytics = await openAnalyticsStore('chdb://memory');
});
afterAll(() => analytics.close());

beforeEach(async () => {
  for (const table of ['predictions', 'outcomes']) await analytics.command(`DROP TABLE IF EXISTS ${table}`);
  events = await openEventBus('memory://');
  recorder = new PredictionRecorder(events, new MonitoringTables(analytics));
  await recorder.onApplicationBootstrap();
});
afterEach(async () => {
  await recorder.beforeApplicationShutdown();
  await events.close();
});

const BATCH: PredictionsLogged = {
  model: 'churn_predictor',
  version: '3',
  numeric_features: ['nights', 'amount'],
  categorical_features: ['room_type'],
  predictions: ['a', 'b'].map((prediction_id) => ({
    prediction_id,
    entity_id: `BOOK-${prediction_id}`,
    predicted_at: '2026-03-01T08:00:00.123Z',
    score: 0.25,
    interval: { lower: 0.2, upper: 0.3, coverage: 0.9 },
    label: 'low',
    request: 'single',
    latency_ms: 0.5,
    sampled_share: 0.5,
    numeric: [2, null],
    categorical: ['deluxe'],
  })),
};

/** The rows of a query, once there are as many as expected. */
async function rowsOf<Row>(sql: string, count: number): Promise<Row[]> {
  for (let tries = 0; ; tries++) {
    const rows = await analytics.rows<Row>(sql).catch(() => []);
    if (rows.length >= count || tries > 200) return rows;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('the store of predictions', () => {
  it('has each prediction with all that is known of it', async () => {
    await events.publish(PREDICTIONS_LOGGED, BATCH);
    const [row] = await rowsOf('SELECT * EXCEPT logged_at FROM predictions ORDER BY prediction_id', 2);
    expect(row).toEqual({
      model: 'churn_predictor',
      version: '3',
      prediction_id: 'a',
      entity_id: 'BOOK-a',
      predicted_at: '2026-03-01T08:00:00.123Z',
      score: 0.25,
      lower: 0.2,
      upper: 0.3,
      coverage: 0.9,
      label: 'low',
      request: 'single',
      latency_ms: 0.5,
      sampled_share: 0.5,
      policy: '',
      propensity: null,
      experiment: '',
      numeric: { nights: 2 },
      categorical: { room_type: 'deluxe' },
    });
  });

  it('has a prediction once whose event comes twice', async () => {
    await events.publish(PREDICTIONS_LOGGED, BATCH);
    await events.publish(PREDICTIONS_LOGGED, { ...BATCH, predictions: BATCH.predictions.slice(0, 1) });
    await rowsOf('SELECT 1 FROM predictions', 3);
    expect(await rowsOf('SELECT prediction_id FROM predictions FINAL ORDER BY prediction_id', 2)).toEqual([
      { prediction_id: 'a' },
      { prediction_id: 'b' },
    ]);
  });

  it('waits for a store that is away, and sets no event aside for it', async () => {
    await recorder.beforeApplicationShutdown();
    let refusals = 0;
    const away = Object.assign(Object.create(analytics) as AnalyticsStore, {
      insert: async (table: string, rows: readonly object[]) => {
        if ((refusals += 1) <= 3) throw new DomainError('UNAVAILABLE', 'the store is away');
        await analytics.insert(table, rows);
      },
    });
    recorder = new PredictionRecorder(events, new MonitoringTables(away));
    await recorder.onApplicationBootstrap();
    await events.publish(PREDICTIONS_LOGGED, BATCH);
    expect(await rowsOf('SELECT 1 FROM predictions', 2)).toHaveLength(2);
    expect(refusals).toBe(4);
    expect(await (events as unknown as { deadCount(): Promise<number> }).deadCount()).toBe(0);
  });
});

describe('outcomes', () => {
  it('are accepted by the bus, and of two about the same the later one stands', async () => {
    const source = await openDataSource(jobsSource('pglite://memory'));
    try {
      const outcomes = new OutcomeService(events, new RelationalJobQueue(source), new MonitoringTables(analytics));
      const byId = { prediction_id: 'a', value: 1, observed_at: '2026-03-02T00:00:00.000Z' };
      const byEntity = { model: 'churn_predictor', entity_id: 'BOOK-b', value: 0, observed_at: byId.observed_at };
      expect(await outcomes.record({ outcomes: [byId, byEntity] })).toEqual({ accepted: 2 });
      await new Promise((resolve) => setTimeout(resolve, 5));
      await outcomes.record({ outcomes: [{ ...byId, value: 0, matured_at: '2026-03-09T00:00:00.000Z' }] });
      await rowsOf('SELECT 1 FROM outcomes', 3);
      const rows = await analytics.rows('SELECT * EXCEPT received_at FROM outcomes FINAL ORDER BY prediction_id');
      const observed_at = '2026-03-02T00:00:00.000Z';
      expect(rows).toEqual([
        {
          model: 'churn_predictor',
          entity_id: 'BOOK-b',
          prediction_id: '',
          value: 0,
          observed_at,
          matured_at: observed_at,
        },
        { model: '', entity_id: '', prediction_id: 'a', value: 0, observed_at, matured_at: '2026-03-09T00:00:00.000Z' },
      ]);
    } finally {
      await source.destroy();
    }
  });
});
