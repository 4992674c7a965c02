import { describe, expect, it } from '@jest/globals';
import { createRng } from '../numerics/rng.js';
import { bootstrapInterval } from './bootstrap-interval.js';

const meanOf = (y: Float64Array) => (weights: Float64Array) =>
  weights.reduce((sum, w, i) => sum + w * y[i]!, 0) / weights.reduce((sum, w) => sum + w, 0);

describe('bootstrapInterval', () => {
  it('of a mean, has its standard error s/√n (bootstrap s with divisor n)', () => {
    const rng = createRng(3);
    const y = Float64Array.from({ length: 400 }, () => rng.normal(10, 2));
    const interval = bootstrapInterval(meanOf(y), y.length, rng, { resamples: 4000 });
    const mean = meanOf(y)(new Float64Array(400).fill(1));
    const error = Math.sqrt(y.reduce((sum, value) => sum + (value - mean) ** 2, 0)) / 400;
    expect(interval.estimate).toBe(mean);
    // 4,000 resamples know a standard error to about 1/√8000 = 1.1 %; four of those.
    expect(Math.abs(interval.standardError / error - 1)).toBeLessThan(0.045);
    expect(Math.abs((interval.upper - interval.lower) / (2 * 1.96 * error) - 1)).toBeLessThan(0.07);
  });

  it('covers the truth about as often as it says: 90 % of 300 samples', () => {
    let covered = 0;
    for (let seed = 0; seed < 300; seed++) {
      const rng = createRng(seed);
      const y = Float64Array.from({ length: 60 }, () => rng.exponential());
      const { lower, upper } = bootstrapInterval(meanOf(y), 60, rng, { level: 0.9, resamples: 200 });
      if (lower <= 1 && 1 <= upper) covered += 1;
    }
    // Percentile intervals of 60 skewed values fall a little short; ±4 binomial standard errors around 88 %.
    expect(covered / 300).toBeGreaterThan(0.805);
    expect(covered / 300).toBeLessThan(0.955);
  });

  it('draws n rows each time, and the same seed gives the same interval', () => {
    const run = () =>
      bootstrapInterval(
        (weights) => {
          expect(weights.reduce((sum, w) => sum + w, 0)).toBe(7);
          return weights[0]!;
        },
        7,
        createRng(1),
        { resamples: 50 },
      );
    expect(run()).toEqual(run());
  });

  it('refuses options outside their range', () => {
    const metric = () => 0;
    expect(() => bootstrapInterval(metric, 0, createRng(1))).toThrow('rows must be a positive integer, got 0');
    expect(() => bootstrapInterval(metric, 5, createRng(1), { level: 1 })).toThrow('level must be in (0, 1), got 1');
    expect(() => bootstrapInterval(metric, 5, createRng(1), { resamples: 1 })).toThrow('resamples must be an integer');
  });
});
