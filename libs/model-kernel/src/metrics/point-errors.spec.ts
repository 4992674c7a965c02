import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fixture } from '../../test/metrics-fixture.js';
import { mae, mape, rmse, smape } from './point-errors.js';
import { r2 } from './r2.js';

const pointMetrics = { rmse, mae, mape, smape, r2 };

describe.each(Object.entries(pointMetrics))('%s', (name, metric) => {
  it.each(fixture.point)('agrees with scikit-learn and NumPy (case %#)', (c) => {
    expect(metric(c.actual, c.predicted, c.weights)).toBeCloseTo(c[name as keyof typeof pointMetrics], 12);
  });

  it('is perfect for a perfect prediction', () => {
    expect(metric([1, 2, 3], [1, 2, 3])).toBe(name === 'r2' ? 1 : 0);
  });

  it('names what is wrong', () => {
    expect(() => metric([1, 2], [1])).toThrow('predicted must be as long as actual (2 rows), got 1');
    expect(() => metric([1, NaN], [1, 2])).toThrow('actual[1] must be finite, got NaN');
    expect(() => metric([1, 2], [1, 2], [0, 0])).toThrow('weights must not all be 0');
  });
});

describe('point errors', () => {
  it('mae ≤ rmse, and both scale with the unit', () => {
    const column = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(column, column, (y, f) => {
        expect(mae(y, f)).toBeLessThanOrEqual(rmse(y, f) + 1e-12);
        const tenfold = [y, f].map((column) => column.map((value) => 10 * value)) as [number[], number[]];
        expect(rmse(...tenfold)).toBeCloseTo(10 * rmse(y, f), 8);
      }),
    );
  });

  it('mape has no value at y = 0, smape counts a matched 0 as 0', () => {
    expect(() => mape([0, 1], [1, 1])).toThrow('actual[0] must not be 0');
    expect(smape([0, 10], [0, 30])).toBe(0.5);
  });

  it('r2 is 0 for the mean and has no value for a constant', () => {
    expect(r2([1, 2, 3], [2, 2, 2])).toBe(0);
    expect(() => r2([2, 2], [1, 2])).toThrow('actual must not be constant, every row is 2');
  });
});
