import { describe, expect, it } from '@jest/globals';
import { bookingCancellation, type TrainingTable } from '@bellwether/feature-engineering';
import fc from 'fast-check';
import { cutoffForShare, splitAt, validationFolds } from './time-split.js';

const DAY = 86_400;

/** Decisions with their day and the day their label is known; labels alternate. */
function tableOf(decisions: readonly (readonly [decided: number, matured: number])[]): TrainingTable {
  const sorted = [...decisions].sort((a, b) => a[0] - b[0]);
  return {
    view: bookingCancellation,
    source: 'test',
    columns: [],
    rows: sorted.length,
    matrix: new Float64Array(0),
    categories: [],
    labels: Float64Array.from(sorted, (_, i) => i % 2),
    decidedAt: Float64Array.from(sorted, ([decided]) => decided * DAY),
    maturedAt: Float64Array.from(sorted, ([, matured]) => matured * DAY),
    isLandmark: new Uint8Array(sorted.length),
    bookingIds: sorted.map((_, i) => String(i)),
    fingerprint: '',
  };
}

const anyDecisions = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max: 90 }))
    .map(([day, lead]) => [day, day + lead] as const),
  { minLength: 1, maxLength: 300 },
);

describe('a split by time', () => {
  it('trains on nothing whose label comes after what it tests on is decided', () => {
    fc.assert(
      fc.property(anyDecisions, fc.integer({ min: 0, max: 400 }), (decisions, day) => {
        const table = tableOf(decisions);
        const { training, test, embargoed } = splitAt(table, day * DAY);
        const known = Math.max(-Infinity, ...Array.from(training, (row) => table.maturedAt[row]!));
        const asked = Math.min(Infinity, ...Array.from(test, (row) => table.decidedAt[row]!));
        expect(known).toBeLessThanOrEqual(asked);
        expect(training.length + test.length + embargoed).toBe(table.rows);
      }),
    );
  });

  it('cuts at a midnight with about the share of the decisions behind it', () => {
    const table = tableOf(Array.from({ length: 1000 }, (_, i) => [i, i + 1] as const));
    expect(cutoffForShare(table, 0.2)).toBe(800 * DAY);
    expect(() => cutoffForShare(tableOf([]), 0.2)).toThrow(/no bookings that have ended/);
  });
});

describe('validation folds', () => {
  const table = tableOf(Array.from({ length: 2000 }, (_, i) => [i / 5, i / 5 + 3] as const));

  it('roll forward: each is judged on what became known after all that it trains on', () => {
    const { training } = splitAt(table, 400 * DAY);
    const folds = validationFolds(table, training, 400 * DAY, { folds: 3, fold_days: 30 });
    expect(folds).toHaveLength(3);
    const ends = folds.map((fold) => {
      const known = Math.max(...Array.from(fold.training, (row) => table.maturedAt[row]!));
      const judged = Array.from(fold.validation, (row) => table.maturedAt[row]!);
      expect(known).toBeLessThanOrEqual(Math.min(...judged));
      return Math.max(...judged);
    });
    expect(ends).toEqual([...ends].sort((a, b) => a - b));
    expect(ends.at(-1)).toBeLessThanOrEqual(400 * DAY);
  });

  it('leave out periods with too few rows, and say so when none is left', () => {
    const { training } = splitAt(table, 75 * DAY);
    expect(validationFolds(table, training, 75 * DAY, { folds: 3, fold_days: 15 })).toHaveLength(2);
    expect(() => validationFolds(table, training, 75 * DAY, { folds: 1, fold_days: 74 })).toThrow(
      /validation needs a period of 74 days/,
    );
  });
});
