import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fixture } from '../../test/metrics-fixture.js';
import { logistic } from './logistic.js';
import { fitLogisticLine } from './logistic-line.js';
import { createRng } from './rng.js';

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

  it('always finds the maximum of ordinary samples, at the score equations: 300 of 200–2,000 rows', () => {
    // A tolerance within the rounding of the loss once made one sample in some fail by chance.
    for (let seed = 0; seed < 300; seed++) {
      const rng = createRng(seed);
      const x = Float64Array.from({ length: 200 + rng.int(1_800) }, () => rng.normal(-1.4, 1.7));
      const labels = x.map((margin) => (rng.next() < logistic(margin) ? 1 : 0));
      const { intercept, slope } = fitLogisticLine(x, labels);
      let [byIntercept, bySlope] = [0, 0];
      x.forEach((value, i) => {
        const residual = logistic(intercept + slope * value) - labels[i]!;
        byIntercept += residual;
        bySlope += residual * value;
      });
      expect(Math.abs(byIntercept) + Math.abs(bySlope)).toBeLessThan(1e-7 * x.length);
    }
  });

  it('always refuses separated samples, however wide or narrow the gap', () => {
    for (let seed = 0; seed < 100; seed++) {
      const rng = createRng(seed);
      const x = Float64Array.from({ length: 10 + rng.int(500) }, () => rng.normal());
      const cut = x.toSorted()[1 + rng.int(x.length - 2)]!;
      expect(() =>
        fitLogisticLine(
          x,
          x.map((value) => (value >= cut ? 1 : 0)),
        ),
      ).toThrow('separates the outcomes');
    }
  });

  it('fits rare outcomes: 30 in 200,000', () => {
    const rng = createRng(1);
    const x = Float64Array.from({ length: 200_000 }, () => rng.normal());
    const labels = new Float64Array(x.length);
    for (let i = 0; i < 30; i++) labels[rng.int(x.length)] = 1;
    expect(Math.abs(fitLogisticLine(x, labels).slope)).toBeLessThan(1);
  });

  it('refuses separated outcomes, a single outcome and a constant covariate', () => {
    expect(() => fitLogisticLine([1, 2, 3, 4], [0, 0, 1, 1])).toThrow('separates the outcomes');
    expect(() => fitLogisticLine([1, 2, 3], [1, 1, 1])).toThrow('only one outcome occurs');
    expect(() => fitLogisticLine([2, 2], [0, 1])).toThrow('at least two values');
  });
});
