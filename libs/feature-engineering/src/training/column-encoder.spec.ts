import { describe, expect, it } from '@jest/globals';
import { bookingCancellation } from '../views/booking-views.js';
import type { BookingFeatureName } from '../features/booking-features.js';
import { VectorEncoder } from '../online/vector-encoder.js';
import { allRows, encodeRows, fitColumns, rowsWhere } from './column-encoder.js';
import type { TrainingTable } from './training-table.js';

/** A table of the given columns: numbers, or category names, or null. */
function tableOf(columns: Partial<Record<BookingFeatureName, readonly (number | string | null)[]>>): TrainingTable {
  const names = Object.keys(columns) as BookingFeatureName[];
  const rows = Object.values(columns)[0]!.length;
  const categories = names.map((name) => {
    const texts = columns[name]!.filter((value) => typeof value === 'string');
    return texts.length > 0 ? [...new Set(texts)].sort() : null;
  });
  const matrix = new Float64Array(rows * names.length);
  names.forEach((name, f) =>
    columns[name]!.forEach((value, row) => {
      matrix[row * names.length + f] = typeof value === 'string' ? categories[f]!.indexOf(value) : (value ?? NaN);
    }),
  );
  const zeros = new Float64Array(rows);
  return {
    view: bookingCancellation,
    source: 'test',
    columns: names,
    rows,
    matrix,
    categories,
    labels: zeros,
    decidedAt: zeros,
    maturedAt: zeros,
    isLandmark: new Uint8Array(rows),
    bookingIds: Array.from({ length: rows }, (_, row) => `B${row}`),
    fingerprint: '',
  };
}

describe('fitting columns', () => {
  it('leaves out what has one value on the training rows, missing counted, and what repeats an earlier column', () => {
    const table = tableOf({
      adults: [1, 1, 1, 2],
      children: [0, 1, null, 0],
      babies: [null, null, null, 1],
      booking_lead_time_days: [3, 4, 5, 6],
      days_until_checkin: [3, 4, 5, 7],
    });
    const training = rowsWhere(allRows(table), (row) => row < 3);
    expect(fitColumns(table, training).map(({ name }) => name)).toEqual(['children', 'booking_lead_time_days']);
    expect(fitColumns(table, allRows(table)).map(({ name }) => name)).toEqual(table.columns);
  });

  it('numbers categories by the training rows alone; rare and unseen ones read as missing', () => {
    const table = tableOf({ room_type: ['b', 'a', 'b', 'a', 'rare', 'unseen', null] });
    const training = rowsWhere(allRows(table), (row) => row < 5);
    const columns = fitColumns(table, training, 2);
    expect(columns[0]).toMatchObject({ name: 'room_type', kind: 'categorical', categories: ['a', 'b'] });
    expect([...encodeRows(table, columns, allRows(table))]).toEqual([1, 0, 1, 0, NaN, NaN, NaN]);
  });

  it('gives the code that serving gives the same category, whatever the codes of the table are', () => {
    const table = tableOf({ room_type: ['z', 'm', 'm', 'z', 'a'] });
    const columns = fitColumns(table, allRows(table), 2);
    const encoder = new VectorEncoder(columns);
    const served = (room_type: string): number =>
      encoder.encode({ booking: { room_type } } as never, new Float64Array(1))[0]!;
    expect(['m', 'z', 'a'].map(served)).toEqual([0, 1, NaN]);
  });
});

describe('a vector encoder', () => {
  it.each([[{ name: 'moon_phase', kind: 'numeric' as const }], [{ name: 'adults', kind: 'categorical' as const }]])(
    'refuses the column %j, which is no feature here',
    (column) => {
      expect(() => new VectorEncoder([column])).toThrow(/which is not one here/);
    },
  );
});
