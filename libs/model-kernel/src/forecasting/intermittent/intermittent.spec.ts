import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aggregate, meanInterval, smoothedLevel } from './aggregate.js';
import { adida, croston, imapa, sba, tsb, type RateFit } from './index.js';

const y = Float64Array.of(0, 0, 6, 0, 4, 0, 0, 5, 0, 0);
const rate = (method: typeof croston, values = y): number => (method.fit(values, { m: 1 }) as RateFit).rate;

describe('by hand on 0 0 6 0 4 0 0 5 0 0 with α = 0.1', () => {
  // Sizes 6 → 6 + 0.1 (4 − 6) = 5.8 → 5.8 + 0.1 (5 − 5.8) = 5.72; intervals 3 → 2.9 → 2.91.
  it('Croston is 5.72 a demand every 2.91 steps', () => expect(rate(croston)).toBeCloseTo(5.72 / 2.91, 12));

  it('SBA is that times 0.95', () => expect(rate(sba)).toBeCloseTo((0.95 * 5.72) / 2.91, 12));

  it('TSB fades after the last demand', () => {
    // p starts at 3/10; at a demand p ← 0.9 p + 0.1, else p ← 0.9 p.
    const probability = [...y].reduce((p, value) => 0.9 * p + (value > 0 ? 0.1 : 0), 0.3);
    expect(rate(tsb)).toBeCloseTo(probability * 5.72, 12);
  });

  it('ADIDA smooths sums of three steps, IMAPA the mean of sums of one, two and three', () => {
    // The mean interval is 8/3, so blocks of three: (0 6 0) (4 0 0) (5 0 0), from the second value on.
    expect(meanInterval(y)).toBeCloseTo(8 / 3, 12);
    expect([...aggregate(y, 3)]).toEqual([6, 4, 5]);
    // From 6: errors −2 and 5 − (6 − 2α): 1 least squared at α = 0.3, level 5.4 + 0.3 (−0.4) = 5.28.
    expect(smoothedLevel(aggregate(y, 3))).toBeCloseTo(5.28, 12);
    expect(rate(adida)).toBeCloseTo(5.28 / 3, 12);
    const levels = [1, 2, 3].map((k) => smoothedLevel(aggregate(y, k)) / k);
    expect(rate(imapa)).toBeCloseTo(levels.reduce((sum, level) => sum + level, 0) / 3, 12);
  });
});

it('residuals start where Croston has seen a demand', () => {
  const residuals = croston.residuals(croston.fit(y, { m: 1 }), y);
  expect([...residuals].slice(0, 5)).toEqual([NaN, NaN, NaN, -2, 4 - 2]);
});

it('a demand at every step makes every rate lie within the sizes', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 2, maxLength: 40 }), (values) => {
      for (const method of [croston, tsb, adida, imapa]) {
        const found = rate(method, Float64Array.from(values));
        expect(found).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
        expect(found).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
      }
    }),
  );
});

it('TSB forgets a product that stopped selling, Croston does not', () => {
  const stopped = Float64Array.from({ length: 100 }, (_, t) => (t < 50 ? 4 : 0));
  expect(rate(tsb, stopped)).toBeLessThan(0.05);
  expect(rate(croston, stopped)).toBe(4);
});
