import { beforeAll, describe, expect, it } from '@jest/globals';
import type { BundleFeature, BundleManifest } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { createRng } from '@bellwether/model-kernel/numerics';
import { fitTrees } from '@bellwether/model-kernel/trees';
import type { OnnxTensor } from '@bellwether/model-kernel/onnx-runtime';
import { BookingModel } from './booking-model.js';
import { InferableBookings, type BookingModelInUse } from './inferable-bookings.js';

const ROWS = 500;
const feature = (name: string, categories?: string[]): BundleFeature => ({
  ...{ name, kind: categories === undefined ? 'numeric' : 'categorical', unit: '', available_at: '' },
  ...{ categories, reference: { missing: 0, counts: [] } },
});
const FEATURES = [feature('booking_lead_time_days'), feature('room_type', ['deluxe', 'suite'])];

let model: BookingModel;
let version: string | undefined = '3';
let looks = 0;
let turns = 0;
let bookings: InferableBookings;

beforeAll(() => {
  const rng = createRng(7);
  const matrix = new Float32Array(2 * ROWS).map((_, i) =>
    i % 2 === 0 ? Math.floor(rng.next() * 60) : rng.next() < 0.5 ? 0 : 1,
  );
  const labels = new Float32Array(ROWS).map((_, i) => (rng.next() < matrix[2 * i]! / 60 ? 1 : 0));
  const data = { rows: ROWS, features: 2, matrix, labels };
  const manifest = { features: FEATURES, calibration: { kind: 'platt', slope: 1.3, intercept: -0.2 } };
  model = new BookingModel(manifest as unknown as BundleManifest, fitTrees(data, { trees: 20, leaves: 5 }));
  const inUse: BookingModelInUse = {
    slot: {
      get version() {
        return version;
      },
      current: () => {
        if (version === undefined) throw new DomainError('UNAVAILABLE', 'no version is loaded yet');
        return { name: 'churn_predictor', version, model };
      },
    },
    reconcile: async () => void (looks += 1),
  };
  bookings = new InferableBookings({ churn_predictor: inUse }, { next: async () => void (turns += 1) });
});

function feeds(leadTimes: readonly number[], roomTypes: readonly string[]): Record<string, OnnxTensor> {
  return {
    booking_lead_time_days: { type: 'float64', dims: [leadTimes.length], values: Float64Array.from(leadTimes) },
    room_type: { type: 'string', dims: [roomTypes.length], values: roomTypes },
  };
}

const infer = (given: Record<string, OnnxTensor>) =>
  bookings.use('churn_predictor', undefined, async (each) => (await each.run(given, ['probability']))['probability']!);

describe('a model of bookings over the Open Inference Protocol', () => {
  it('takes each feature by its name and gives a probability', async () => {
    await bookings.use('churn_predictor', '3', async ({ inputs, outputs, version: used }) => {
      expect([used, inputs, outputs]).toEqual([
        '3',
        [
          { name: 'booking_lead_time_days', type: 'float64', shape: ['rows'] },
          { name: 'room_type', type: 'string', shape: ['rows'] },
        ],
        [{ name: 'probability', type: 'float64', shape: ['rows'] }],
      ]);
    });
  });

  it('is bit-equal with what the endpoint computes; what is missing or was never seen is NaN', async () => {
    const rows: [number, string, number][] = [
      [12, 'deluxe', 0],
      [40, 'suite', 1],
      [NaN, 'suite', 1],
      [5, '', NaN],
      [5, 'tent', NaN],
    ];
    const { values, dims } = await infer(
      feeds(
        rows.map(([lead]) => lead),
        rows.map(([, room]) => room),
      ),
    );
    const expected = rows.map(([lead, , code]) => model.probability(Float64Array.of(lead, code)));
    expect([dims, [...(values as Float64Array)]]).toEqual([[5], expected]);
    expect((await infer(feeds([], []))).dims).toEqual([0]);
  });

  it('lets others have their turn during many rows', async () => {
    const before = turns;
    await infer(feeds(Array<number>(1_000).fill(1), Array<string>(1_000).fill('suite')));
    expect(turns - before).toBe(4);
  });

  it('serves the version in use alone', async () => {
    await expect(bookings.use('churn_predictor', '2', async () => undefined)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(bookings.use('other', undefined, async () => undefined)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await bookings.versions('churn_predictor')).toEqual(['3']);
    expect(await bookings.list('ready')).toEqual([{ name: 'churn_predictor', version: '3', ready: true, reason: '' }]);
  });

  it('looks at the registry when it is to load, and is not unloaded', async () => {
    await bookings.load('churn_predictor');
    expect(looks).toBe(1);
    await expect(bookings.unload('churn_predictor')).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
  });

  it('says so while no version is in production', async () => {
    version = undefined;
    await expect(bookings.load('churn_predictor')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await bookings.list('ready')).toEqual([]);
    expect(await bookings.list('all')).toMatchObject([{ ready: false, version: '' }]);
    version = '3';
  });
});
