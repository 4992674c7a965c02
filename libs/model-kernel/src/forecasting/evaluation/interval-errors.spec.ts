import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { quantile } from '../../numerics/quantile.js';
import { intervalCoverage, intervalLoss, meanIntervalWidth, pinballLoss } from './interval-errors.js';

const sample = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 40 });
const share = fc.double({ min: 0.05, max: 0.95, noNaN: true });

describe('pinballLoss', () => {
  it('is by hand: 0.9 · 2 above, 0.1 · 3 below', () => {
    expect(pinballLoss([12, 7], [10, 10], 0.9)).toBeCloseTo((1.8 + 0.3) / 2, 12);
  });

  it('is least at the quantile of what came', () => {
    fc.assert(
      fc.property(sample, share, fc.integer({ min: -60, max: 60 }), (actual, tau, other) => {
        const best = quantile(actual, tau, 'higher');
        const sorted = actual.toSorted((a, b) => a - b);
        const exact = sorted[Math.max(0, Math.ceil(actual.length * tau) - 1)]!;
        const loss = (q: number): number =>
          pinballLoss(
            actual,
            actual.map(() => q),
            tau,
          );
        expect(loss(exact)).toBeLessThanOrEqual(Math.min(loss(other), loss(best)) + 1e-9);
      }),
    );
  });

  it('refuses a tau of 1', () => expect(() => pinballLoss([1], [1], 1)).toThrow('tau must be in (0, 1), got 1'));
});

describe('intervals', () => {
  const intervals = { lower: [0, 0, 0, 0], upper: [10, 10, 10, 30] };

  it('count their ends in, and are as wide as they are', () => {
    expect(intervalCoverage([0, 10, 11, -1], intervals)).toBe(0.5);
    expect(meanIntervalWidth(intervals)).toBe(15);
  });

  it('lose their width and 2/α of what is outside', () => {
    expect(intervalLoss([5, 12], { lower: [0, 0], upper: [10, 10] }, 0.9)).toBeCloseTo(10 + (20 * 2) / 2, 9);
  });

  it('lose 2/α times the pinball losses of both ends', () => {
    fc.assert(
      fc.property(
        sample,
        share,
        fc.integer({ min: -60, max: 0 }),
        fc.integer({ min: 0, max: 60 }),
        (y, coverage, low, high) => {
          const [lower, upper] = [y.map(() => low), y.map(() => high)];
          const alpha = 1 - coverage;
          const both = pinballLoss(y, lower, alpha / 2) + pinballLoss(y, upper, 1 - alpha / 2);
          const loss = intervalLoss(y, { lower, upper }, coverage);
          expect(Math.abs(loss - (2 / alpha) * both)).toBeLessThan(1e-9 * (1 + loss));
        },
      ),
    );
  });

  it('are refused upside down', () => {
    expect(() => intervalCoverage([1], { lower: [2], upper: [1] })).toThrow('lower[0] must be ≤ upper[0] = 1, got 2');
  });
});
