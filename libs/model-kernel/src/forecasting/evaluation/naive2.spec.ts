import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { naive2 } from './naive2.js';
import { owa } from './owa.js';

/** A level in a season of four, exact. */
const seasonal = Float64Array.from({ length: 24 }, (_, t) => 100 * [0.5, 1.5, 1.2, 0.8][t % 4]!);

describe('naive2', () => {
  it('continues an exact multiplicative season', () => {
    [...naive2(seasonal, 4, 6)].forEach((value, k) => expect(value).toBeCloseTo(seasonal[k % 4]!, 9));
  });

  it('is the last value without a season, and under three of them', () => {
    expect([...naive2(Float64Array.of(3, 1, 4, 1, 5, 9, 2), 1, 2)]).toEqual([2, 2]);
    expect([...naive2(seasonal.slice(0, 11), 4, 2)]).toEqual([120, 120]);
  });

  it('follows the scale of the series', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 100, noNaN: true }), (factor) => {
        const noisy = seasonal.map((value, t) => value + ((t * 7) % 5));
        const scaled = naive2(
          noisy.map((value) => value * factor),
          4,
          5,
        );
        naive2(noisy, 4, 5).forEach((value, k) => expect(scaled[k]! / factor).toBeCloseTo(value, 8));
      }),
    );
  });
});

describe('owa', () => {
  it('is 1 for Naive2 itself, and the mean of both ratios', () => {
    expect(owa({ smape: 0.13, mase: 1.9 }, { smape: 0.13, mase: 1.9 })).toBe(1);
    expect(owa({ smape: 0.1, mase: 1 }, { smape: 0.2, mase: 4 })).toBe(0.375);
    expect(() => owa({ smape: 0.1, mase: 1 }, { smape: 0.2, mase: 0 })).toThrow(
      'mase of Naive2 must be above 0, got 0',
    );
  });

  it("gives the M4 winner's published 0.821 from its published errors", () => {
    // M4, all 100,000 series: Smyl 11.374 and 1.536, Naive2 13.564 and 1.912; printed to 0.001.
    expect(owa({ smape: 11.374, mase: 1.536 }, { smape: 13.564, mase: 1.912 })).toBeCloseTo(0.821, 3);
  });
});
