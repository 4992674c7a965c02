import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { demandQuantile, discreteDemand, empiricalDemand, meanDemand, poissonDemand } from './discrete-demand.js';

describe('poissonDemand', () => {
  it('has the mean and the variance of its name', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 500, noNaN: true }), (mean) => {
        const demand = poissonDemand(mean);
        const variance = demand.probabilities.reduce((sum, p, k) => sum + p * (demand.first + k - mean) ** 2, 0);
        // logGamma is good to about 1e-13 of a logarithm of up to some thousands.
        expect(Math.abs(meanDemand(demand) / mean - 1)).toBeLessThan(1e-9);
        expect(Math.abs(variance / mean - 1)).toBeLessThan(1e-9);
      }),
    );
  });

  it('starts at e^−μ', () => {
    expect(poissonDemand(6).probabilities[0]).toBeCloseTo(Math.exp(-6), 14);
  });
});

it('empiricalDemand gives each value its share', () => {
  expect(empiricalDemand([3, 5, 3, 3])).toEqual({ first: 3, probabilities: [0.75, 0, 0.25] });
});

it('demandQuantile is the smallest value that is reached with the probability', () => {
  const demand = empiricalDemand([3, 5, 3, 3]);
  expect([0.1, 0.75, 0.76, 1].map((p) => demandQuantile(demand, p))).toEqual([3, 3, 5, 5]);
});

it('refuses demands that are none', () => {
  expect(() => poissonDemand(0)).toThrow('mean must be a finite number above 0, got 0');
  expect(() => empiricalDemand([1.5])).toThrow('sample[0] must be a whole number ≥ 0, got 1.5');
  expect(() => empiricalDemand([])).toThrow('at least one value');
  expect(() => discreteDemand(0, [0, 0])).toThrow('weights must not all be 0');
  expect(() => discreteDemand(0, [1, -1])).toThrow('weights[1] must be ≥ 0, got -1');
  expect(() => discreteDemand(-1, [1])).toThrow('first must be a whole number ≥ 0, got -1');
});
