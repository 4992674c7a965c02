import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { kahanSum, pairwiseSum } from './sum.js';

describe('sums', () => {
  it('kahanSum keeps what a larger term would swallow: 1 + 1e100 + 1 − 1e100 = 2 (Neumaier 1974)', () => {
    expect(kahanSum([1, 1e100, 1, -1e100])).toBe(2);
  });

  it('a million times 0.1: compensated exact, pairwise within 1e-9, a plain loop not', () => {
    const x = new Float64Array(1e6).fill(0.1);
    expect(kahanSum(x)).toBe(100000);
    expect(Math.abs(pairwiseSum(x) - 100000)).toBeLessThan(1e-9);
    expect(Math.abs(x.reduce((sum, value) => sum + value, 0) - 100000)).toBeGreaterThan(1e-9);
  });

  it('are exact on integers, whatever the length', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e6, max: 1e6 }), { maxLength: 600 }), (x) => {
        const sum = x.reduce((total, value) => total + value, 0);
        expect([kahanSum(x), pairwiseSum(x)]).toEqual([sum, sum]);
      }),
    );
  });
});
