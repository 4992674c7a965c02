import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fixture } from '../../test/metrics-fixture.js';
import { quantile, quantileOfSorted } from './quantile.js';

describe('quantile', () => {
  it.each(['linear', 'higher'] as const)('%s agrees with numpy.quantile', (method) => {
    fixture.quantile.p.forEach((p, k) => {
      expect(quantile(fixture.quantile.sample, p, method)).toBeCloseTo(fixture.quantile[method][k]!, 12);
    });
  });

  it('lies within the sample, never falls in p, and `higher` is an observed value', () => {
    const probability = fc.double({ min: 0, max: 1, noNaN: true });
    const sample = fc.array(fc.integer(), { minLength: 1 });
    fc.assert(
      fc.property(sample, probability, probability, (x, p, q) => {
        const [low, high] = [quantile(x, Math.min(p, q)), quantile(x, Math.max(p, q))];
        expect(low).toBeLessThanOrEqual(high);
        expect(low).toBeGreaterThanOrEqual(Math.min(...x));
        expect(high).toBeLessThanOrEqual(Math.max(...x));
        expect(x).toContain(quantile(x, p, 'higher'));
      }),
    );
  });

  it('leaves its argument as it was, and takes equal infinities', () => {
    const sample = [3, 1, 2];
    expect([quantile(sample, 0.5), sample]).toEqual([2, [3, 1, 2]]);
    expect(quantileOfSorted([1, Infinity, Infinity], 0.75)).toBe(Infinity);
  });

  it('names what is wrong', () => {
    expect(() => quantile([], 0.5)).toThrow('sample must hold at least one value, got none');
    expect(() => quantile([1, NaN], 0.5)).toThrow('sample must not hold NaN');
    expect(() => quantile([1], 1.5)).toThrow('p must be in [0, 1], got 1.5');
  });
});
