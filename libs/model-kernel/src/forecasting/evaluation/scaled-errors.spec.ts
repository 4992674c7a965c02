import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mase, rmsse, wrmsse } from './scaled-errors.js';

const training = Float64Array.of(1, 3, 2, 6);

describe('mase and rmsse', () => {
  it('are by hand: steps 2, 1, 4 scale errors 1 and 3', () => {
    expect(mase([5, 5], [6, 2], training, 1)).toBeCloseTo(2 / (7 / 3), 12);
    expect(rmsse([5, 5], [6, 2], training, 1)).toBeCloseTo(Math.sqrt(5 / 7), 12);
    // A season of two: steps 1 and 3.
    expect(mase([5, 5], [6, 2], training, 2)).toBe(1);
  });

  it('do not see the unit', () => {
    const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 3, maxLength: 9 });
    fc.assert(
      fc.property(values, fc.double({ min: 0.1, max: 10, noNaN: true }), (actual, factor) => {
        const zero = actual.map(() => 0);
        for (const error of [mase, rmsse]) {
          const plain = error(actual, zero, training, 1);
          const scaled = error(
            actual.map((value) => value * factor),
            zero,
            training.map((value) => value * factor),
            1,
          );
          expect(Math.abs(scaled - plain)).toBeLessThan(1e-9 * (1 + plain));
        }
      }),
    );
  });

  it('refuse training values that never change', () => {
    expect(() => mase([1], [2], Float64Array.of(4, 4, 4), 1)).toThrow('the training values must change within 1 steps');
  });
});

it('wrmsse weighs series', () => {
  expect(wrmsse([1, 2], [3, 1])).toBe(1.25);
});
