import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gaussLegendre } from './gauss-legendre.js';

describe('gaussLegendre', () => {
  it('gives the 4-point rule of Abramowitz & Stegun (1964), table 25.4, moved to [0, 1]', () => {
    const x = [0.861136311594053, 0.339981043584856];
    const w = [0.347854845137454, 0.652145154862546];
    const { points, weights } = gaussLegendre(4);
    const expected = [1 - x[0]!, 1 - x[1]!, 1 + x[1]!, 1 + x[0]!].map((v) => v / 2);
    points.forEach((point, q) => expect(point).toBeCloseTo(expected[q]!, 14));
    [w[0]!, w[1]!, w[1]!, w[0]!].forEach((weight, q) => expect(weights[q]!).toBeCloseTo(weight / 2, 14));
  });

  it('integrates polynomials of degree up to 2n − 1 exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 32 }), fc.nat(), (n, seed) => {
        const degree = seed % (2 * n);
        const { points, weights } = gaussLegendre(n);
        const integral = points.reduce((sum, t, q) => sum + weights[q]! * t ** degree, 0);
        expect(integral).toBeCloseTo(1 / (degree + 1), 13);
      }),
    );
  });

  it('refuses a number of points that is none', () => {
    for (const n of [0, 65, 2.5]) expect(() => gaussLegendre(n)).toThrow(/n must be/);
  });
});
