import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { logSumExp } from './log-sum-exp.js';

describe('logSumExp', () => {
  it('is ln Σ e^x where that does not overflow, and shifts with its argument where it does', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 1 }), (x) => {
        const direct = Math.log(x.reduce((sum, value) => sum + Math.exp(value), 0));
        expect(logSumExp(x)).toBeCloseTo(direct, 10);
        expect(logSumExp(x.map((value) => value + 5000))).toBeCloseTo(direct + 5000, 8);
      }),
    );
  });

  it('answers −∞ for nothing, ∞ for ∞ and NaN for NaN', () => {
    expect([logSumExp([]), logSumExp([-Infinity, -Infinity]), logSumExp([1, Infinity]), logSumExp([1, NaN])]).toEqual([
      -Infinity,
      -Infinity,
      Infinity,
      NaN,
    ]);
  });
});
