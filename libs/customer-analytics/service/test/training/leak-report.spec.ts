import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BOOKINGS_TABLE, createBookingTables, replaceSource } from '@bellwether/feature-engineering';
import { openAnalyticsStore, type AnalyticsStore } from '@bellwether/platform/analytics';
import { leakReport } from '../../src/training/leak-report.js';
import { readModelConfig, resolveHyperparameters } from '../../src/training/model-config.js';
import { seededBookings } from './seeded-bookings.js';

const MODELS_DIR = fileURLToPath(new URL('../../../../../models', import.meta.url));

let store: AnalyticsStore;
beforeAll(async () => {
  store = await openAnalyticsStore('chdb://memory');
  await createBookingTables(store);
});
afterAll(() => store.close());

describe('the leak report', () => {
  it('shows a planted leak on the rung that lets it in, and on no other', async () => {
    const bookings = seededBookings(3_000, 5).map((row) => ({
      ...row,
      // A room is assigned at check-in: who never came has none.
      assigned_room_type: row.status === 'checked_out' ? row.room_type : null,
    }));
    // Every booking twice: copies on both sides of a split are the other leak.
    const copies = bookings.map((row) => ({ ...row, booking_id: `copy-${row.booking_id}` }));
    await replaceSource(store, BOOKINGS_TABLE, 'seeded', [bookings, copies]);
    const config = await readModelConfig(MODELS_DIR, 'churn_predictor');
    const ladder = await leakReport(store, 'seeded', { hyperparameters: resolveHyperparameters(config) });

    expect(ladder.map(({ rung }) => rung)).toEqual([
      'random split, every column',
      'random split, columns known at booking',
      'split by arrival',
      'split by booking, matured labels',
      'split by booking, matured labels, no copies',
      'the same with histories',
    ]);
    const [everything, random, arrival, booked, distinct, histories] = ladder.map(({ auc }) => auc);
    expect(everything).toBeGreaterThan(0.999);
    // Copies let a random split remember its test rows; the truth allows about 0.77.
    expect(random).toBeGreaterThan(arrival! + 0.03);
    for (const honest of [arrival!, booked!, distinct!, histories!]) {
      expect(honest).toBeGreaterThan(0.7);
      expect(honest).toBeLessThan(0.84);
    }
    const sizes = ladder.map(({ n_train, n }) => n_train + n);
    expect(sizes.slice(0, 3)).toEqual([6_000, 6_000, 6_000]);
    expect(sizes[4]).toBeLessThan(3_000);
    ladder.forEach(({ protocol }) => expect(protocol).toMatch(/Source seeded, cut-off \d{4}-\d\d-\d\d/));
  });
});
