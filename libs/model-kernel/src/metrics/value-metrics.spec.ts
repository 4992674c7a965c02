import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRng } from '../numerics/index.js';
import { decileCalibrationError, groupByPrediction, normalizedGini } from './index.js';

const values = fc.array(fc.nat(10_000), { minLength: 2, maxLength: 40 });

describe('the normalised Gini coefficient', () => {
  it('is by hand: of 0, 1, 3 the Lorenz areas are 4/12 in order 0, 1, 3 and 2/12 in order 1, 0, 3', () => {
    // Σ (2i − n − 1) y / (n Σ y): (−2·0 + 0·1 + 2·3) / 12 = ½; (−2·1 + 0·0 + 2·3) / 12 = ⅓.
    expect(normalizedGini([0, 1, 3], [1, 0, 2])).toBeCloseTo(1 / 3 / 0.5, 12);
  });

  it('is 1 of the right order at any level, −1 of the wrong one, 0 of one prediction for all', () => {
    fc.assert(
      fc.property(values, (actual) => {
        fc.pre(new Set(actual).size > 1);
        expect(
          normalizedGini(
            actual,
            actual.map((y) => 3 * y + 1),
          ),
        ).toBeCloseTo(1, 6);
        expect(
          normalizedGini(
            actual,
            actual.map((y) => -y),
          ),
        ).toBeCloseTo(-1, 6);
        expect(
          normalizedGini(
            actual,
            actual.map(() => 0),
          ),
        ).toBeCloseTo(0, 12);
      }),
    );
  });

  it('does not depend on the order of the rows, ties included', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), fc.nat(3)), { minLength: 2 }), fc.nat(), (rows, seed) => {
        fc.pre(new Set(rows.map(([y]) => y)).size > 1);
        const gini = (of: [number, number][]) =>
          normalizedGini(
            of.map(([y]) => y),
            of.map(([, score]) => score),
          );
        expect(gini(createRng(seed).shuffle([...rows]))).toBeCloseTo(gini(rows), 12);
      }),
    );
  });

  it('refuses values without an order, and negative ones', () => {
    expect(() => normalizedGini([2, 2], [1, 2])).toThrow('must differ');
    expect(() => normalizedGini([2, -2], [1, 2])).toThrow('actual[1] must be ≥ 0, got -2');
  });
});

describe('decile calibration', () => {
  it('is by hand', () => {
    const actual = [0, 2, 4, 10];
    const predicted = [1, 2, 3, 6];
    expect(groupByPrediction(actual, predicted, 2)).toEqual([
      { rows: 2, meanPredicted: 1.5, meanActual: 1, standardError: 1 },
      { rows: 2, meanPredicted: 4.5, meanActual: 7, standardError: 3 },
    ]);
    expect(decileCalibrationError(actual, predicted, 2)).toBeCloseTo((2 * 0.5 + 2 * 2.5) / 16, 12);
  });

  it('is 0 of the truth and 1 of always zero, and counts every row once', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 12 }), (actual, groups) => {
        fc.pre(actual.some((y) => y > 1e-3));
        expect(decileCalibrationError(actual, actual, groups)).toBeCloseTo(0, 10);
        expect(
          decileCalibrationError(
            actual,
            actual.map(() => 0),
            groups,
          ),
        ).toBeCloseTo(1, 10);
        const rows = groupByPrediction(actual, actual, groups).reduce((sum, group) => sum + group.rows, 0);
        expect(rows).toBe(actual.length);
      }),
    );
  });

  it('refuses values that sum to nothing', () => {
    expect(() => decileCalibrationError([0, 0], [1, 2])).toThrow('must sum to more than 0');
  });
});
