import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { SIMULATED_SOURCE } from '@bellwether/datasets';
import { createPredictionTable, storePredictions } from '@bellwether/feature-engineering';
import { openAnalyticsStore, type AnalyticsStore } from '@bellwether/platform/analytics';

import { jobContext } from '../../test/support/job-context.js';
import { collectOutcomesTask } from './collect-outcomes-task.js';
import { simulateHotelTask } from './simulate-hotel-task.js';

const modelsDir = fileURLToPath(new URL('../../../../../models', import.meta.url));
const AS_OF = '2026-03-01';
const MODELS = ['churn_predictor', 'no_show_predictor'];

let analytics: AnalyticsStore;

beforeAll(async () => {
  analytics = await openAnalyticsStore('chdb://memory');
  const world = { guests: 1_500, rooms: 20, years: 1, seed: 7, as_of: AS_OF, detail_days: 0 };
  await simulateHotelTask(world, jobContext({ analytics }));
  await createPredictionTable(analytics);
  const bookings = await analytics.rows<{ booking_id: string }>('SELECT booking_id FROM bookings ORDER BY booking_id');
  for (const model of MODELS) {
    await storePredictions(analytics, {
      model,
      version: '1',
      numeric_features: [],
      categorical_features: [],
      predictions: bookings.map(({ booking_id }) => ({
        prediction_id: `${model}-${booking_id}`,
        entity_id: booking_id,
        predicted_at: '2025-01-01T00:00:00.000Z',
        score: 0.5,
        request: 'batch',
        latency_ms: 1,
        sampled_share: 1,
        numeric: [],
        categorical: [],
      })),
    });
  }
});
afterAll(() => analytics.close());

it('takes the label of each view from the bookings that have matured by the day, and from no others', async () => {
  const collect = (as_of: string) =>
    collectOutcomesTask({ source: SIMULATED_SOURCE, as_of }, jobContext({ analytics, settings: { modelsDir } }));
  for (const as_of of ['2025-10-01', AS_OF]) {
    const counts = await collect(as_of);
    const matured = `status != 'open' AND arrival_on < toDate('${as_of}')`;
    const expected = (population: string, positive: string) =>
      analytics.rows(`SELECT booking_id AS entity_id, toFloat64(${positive}) AS value FROM bookings
        WHERE ${matured} AND ${population} ORDER BY booking_id`);
    const stored = (model: string) =>
      analytics.rows(`SELECT entity_id, value FROM outcomes FINAL WHERE model = '${model}' ORDER BY entity_id`);
    const churn = await expected('true', "status IN ('cancelled', 'no_show')");
    const noShow = await expected("status != 'cancelled'", "status = 'no_show'");
    expect(counts).toEqual({ churn_predictor: churn.length, no_show_predictor: noShow.length });
    expect(churn.length).toBeGreaterThan(noShow.length);
    expect(await stored('churn_predictor')).toEqual(churn);
    expect(await stored('no_show_predictor')).toEqual(noShow);
  }
});
