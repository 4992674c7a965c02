import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { readHotelBookings } from '@bellwether/datasets';
import {
  allRows,
  assembleTrainingTable,
  bookingCancellation,
  bookingRecords,
  BOOKINGS_TABLE,
  createBookingTables,
  encodeRows,
  fitColumns,
  latestStates,
  OnlineBookings,
  replaceSource,
  rowsWhere,
  VectorEncoder,
} from '@bellwether/feature-engineering';
import { openAnalyticsStore, type AnalyticsStore } from '@bellwether/platform/analytics';
import { evaluateCancellation } from '../../src/training/evaluate-cancellation.js';
import { readModelConfig } from '../../src/training/model-config.js';
import { itWithRealData } from './real-data.js';

const MODELS_DIR = fileURLToPath(new URL('../../../../../models', import.meta.url));
const FILE = 'hotel-bookings/hotel_bookings.csv.gz';

let store: AnalyticsStore;
beforeAll(async () => {
  store = await openAnalyticsStore('chdb://memory');
});
afterAll(() => store.close());

describe('the hotel bookings of Antonio, Almeida & Nunes (2019)', () => {
  itWithRealData(
    'booked from 2016-09-01 on, without copies, are ranked with an AUC of 0.784 at least, calibrated',
    FILE,
    async (path) => {
      const { n, n_train, auc, ece, calibration_slope, base_rate } = await evaluateCancellation(store, {
        trainData: createReadStream(path),
        testData: createReadStream(path),
        cutoff: '2016-09-01',
        config: await readModelConfig(MODELS_DIR, 'churn_predictor'),
      });
      expect([n, n_train]).toEqual([16_960, 41_139]);
      expect(base_rate).toBeCloseTo(0.229, 3);
      expect(auc).toBeGreaterThanOrEqual(0.784);
      // An AUC near that of the columns from the future would be one of them slipping in.
      expect(auc).toBeLessThan(0.85);
      expect(calibration_slope).toBeGreaterThanOrEqual(0.8);
      expect(calibration_slope).toBeLessThanOrEqual(1.2);
      expect(ece).toBeLessThanOrEqual(0.05);
    },
    180_000,
  );

  itWithRealData(
    'have the same bits in training and in serving, for every booking of a day',
    FILE,
    async (path) => {
      const source = 'hotel-bookings';
      await createBookingTables(store);
      const batches = async function* () {
        for await (const { rows } of readHotelBookings(createReadStream(path))) yield rows;
      };
      await replaceSource(store, BOOKINGS_TABLE, source, batches());
      const table = await assembleTrainingTable(store, bookingCancellation, {
        source,
        landmarks: false,
        deduplicate: false,
      });
      const columns = fitColumns(table, allRows(table));
      const encoder = new VectorEncoder(columns);
      for (const day of ['2015-11-02', '2016-09-20']) {
        const decidedAt = Date.parse(`${day}T00:00:00Z`) / 1000;
        const rows = rowsWhere(allRows(table), (row) => table.decidedAt[row] === decidedAt);
        expect(rows.length).toBeGreaterThan(50);
        const online = new OnlineBookings();
        online.putBookings(await bookingRecords(store, source, decidedAt, `toDate(b.booked_at) = '${day}'`), 0);
        online.putStates(await latestStates(store, source, decidedAt, { onlyOpen: false }), 0);
        const trained = encodeRows(table, columns, rows);
        const served = new Float64Array(trained.length);
        rows.forEach((row, i) => {
          const out = served.subarray(i * encoder.width, (i + 1) * encoder.width);
          expect(online.vector(table.bookingIds[row]!, decidedAt, encoder, out)).toBe(true);
        });
        expect(new BigUint64Array(served.buffer)).toEqual(new BigUint64Array(trained.buffer));
      }
    },
    120_000,
  );
});
