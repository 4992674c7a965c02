import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fixture } from '../../test/metrics-fixture.js';
import { logistic } from './logistic.js';
import { fitLogisticLine } from './logistic-line.js';

const sample = fixture.binary[0]!;

describe('fitLogisticLine', () => {
  it('agrees with SciPy on hard labels to 1e-8, standard errors included', () => {
    const truth = fixture.binary.map((c) => c.calibrationLine);
    fixture.binary.forEach((c, k) => {
      const line = fitLogisticLine(c.margins, c.labels, c.weights);
      expect(line.intercept).toBeCloseTo(truth[k]!.intercept, 8);
      expect(line.slope).toBeCloseTo(truth[k]!.slope, 8);
      expect(line.interceptStandardError).toBeCloseTo(truth[k]!.interceptStandardError, 8);
      expect(line.slopeStandardError).toBeCloseTo(truth[k]!.slopeStandardError, 8);
    });
  });

  it('follows its covariate: x → c·x + d divides the slope by c and moves the intercept', () => {
    const line = fitLogisticLine(sample.margins, sample.labels);
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), fc.integer({ min: -1000, max: 1000 }), (c, d) => {
        const scaled = fitLogisticLine(
          sample.margins.map((x) => c * (x + d)),
          sample.labels,
        );
        expect(scaled.slope * c).toBeCloseTo(line.slope, 6);
        expect(scaled.intercept + scaled.slope * c * d).toBeCloseTo(line.intercept, 5);
      }),
      { numRuns: 30 },
    );
  });

  it('balances: the fitted probabilities sum to the targets (the score equation of the intercept)', () => {
    const { intercept, slope } = fitLogisticLine(sample.margins, sample.labels);
    const fitted = sample.margins.reduce((sum, x) => sum + logistic(intercept + slope * x), 0);
    expect(fitted).toBeCloseTo(
      sample.labels.reduce((sum, y) => sum + y, 0),
      6,
    );
  });

  it('refuses separated outcomes, a single outcome and a constant covariate', () => {
    expect(() => fitLogisticLine([1, 2, 3, 4], [0, 0, 1, 1])).toThrow('separates the outcomes');
    expect(() => fitLogisticLine([1, 2, 3], [1, 1, 1])).toThrow('only one outcome occurs');
    expect(() => fitLogisticLine([2, 2], [0, 1])).toThrow('at least two values');
  });
});
