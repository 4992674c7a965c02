import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { driftedErrors, fitDriftedSmoothing, forecastDrifted } from './drifted-smoothing.js';

const value = fc.double({ min: -100, max: 100, noNaN: true });

/** The least-squares line at t = 1 … n, and its slope, from the normal equations. */
function lineOf(y: readonly number[]): { at: (t: number) => number; slope: number } {
  const n = y.length;
  const sumT = (n * (n + 1)) / 2;
  const sumTT = (n * (n + 1) * (2 * n + 1)) / 6;
  const sumY = y.reduce((sum, observed) => sum + observed, 0);
  const sumTY = y.reduce((sum, observed, i) => sum + (i + 1) * observed, 0);
  const slope = (n * sumTY - sumT * sumY) / (n * sumTT - sumT ** 2);
  return { at: (t) => (sumY - slope * sumT) / n + slope * t, slope };
}

it('is the mean of the line and the smoothed theta line 2y − line of Assimakopoulos & Nikolopoulos (2000)', () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 3, maxLength: 40 }), fc.integer({ min: 1, max: 12 }), (y, h) => {
      const fit = fitDriftedSmoothing(Float64Array.from(y));
      const line = lineOf(y);
      const theta = y.map((observed, i) => 2 * observed - line.at(i + 1));
      const level = theta.reduce((smooth, observed) => smooth + fit.alpha * (observed - smooth), theta[0]!);
      const expected = (line.at(y.length + h) + level) / 2;
      expect(forecastDrifted(fit, h).mean[h - 1]).toBeCloseTo(expected, 7);
    }),
  );
});

it('errs in its sample by what its forecasts from there miss', () => {
  const y = Float64Array.from([3, 5, 4, 6, 8, 7, 9, 12, 10, 13]);
  const fit = fitDriftedSmoothing(y);
  const errors = driftedErrors(fit, y);
  for (let t = 1; t < y.length; t++) {
    const level = y.subarray(0, t).reduce((smooth, observed) => smooth + fit.alpha * (observed - smooth), y[0]!);
    const { mean } = forecastDrifted({ ...fit, n: t, level }, 1);
    expect(errors[t]).toBeCloseTo(y[t]! - mean[0]!, 12);
  }
});

it('smooths a wandering series little and noise about a level much', () => {
  const walk = Float64Array.from({ length: 60 }, (_, t) => 5 * Math.sin(t / 8));
  const noise = Float64Array.from({ length: 60 }, (_, t) => (t % 2 === 0 ? 1 : -1) + (t % 3) / 10);
  expect(fitDriftedSmoothing(walk).alpha).toBeGreaterThan(0.9);
  expect(fitDriftedSmoothing(noise).alpha).toBeLessThan(0.1);
});

it('stays where a constant is, without doubt', () => {
  const { mean, deviation } = forecastDrifted(fitDriftedSmoothing(new Float64Array(9).fill(4)), 3);
  expect([...mean, ...deviation]).toEqual([4, 4, 4, 0, 0, 0]);
});
