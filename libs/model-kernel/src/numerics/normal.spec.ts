import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normalTail } from './gamma.js';
import { normalDensity, normalQuantile } from './normal.js';

describe('normalQuantile', () => {
  it('gives the quantiles of Abramowitz & Stegun (1964), table 26.5, to the digits printed', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.95996, 5);
    expect(normalQuantile(0.95)).toBeCloseTo(1.64485, 5);
    expect(normalQuantile(0.999)).toBeCloseTo(3.09023, 5);
    expect(normalQuantile(0.5)).toBe(0);
  });

  it('undoes the tail, on either side', () => {
    fc.assert(
      fc.property(fc.double({ min: -12, max: -1e-6, noNaN: true }), (exponent) => {
        const tail = 10 ** exponent / 2;
        // The tail is known to about twelve digits and that is all that the inverse can keep.
        expect(Math.abs(normalTail(-normalQuantile(tail)) / tail - 1)).toBeLessThan(1e-10);
        expect(normalQuantile(1 - tail)).toBeCloseTo(-normalQuantile(1 - (1 - tail)), 8);
      }),
    );
  });

  it('refuses what is no probability', () => {
    expect(() => normalQuantile(1)).toThrow('p must be in (0, 1), got 1');
  });
});

it('normalDensity is the slope of the distribution', () => {
  fc.assert(
    fc.property(fc.double({ min: -5, max: 5, noNaN: true }), (z) => {
      const slope = (normalTail(z - 1e-4) - normalTail(z + 1e-4)) / 2e-4;
      expect(Math.abs(slope - normalDensity(z))).toBeLessThan(1e-7);
    }),
  );
});
