import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { digamma } from './digamma.js';
import { gaussLegendre } from './gauss-legendre.js';
import { hypergeometricOne } from './hypergeometric-one.js';
import { logRisingFactorial, risingFactorialSlope } from './rising-factorial.js';

const F = (b: number, c: number, z: number) => hypergeometricOne(b, c, z, { log: 0, byB: 0, byC: 0, byZ: 0 });
const parameters = fc.record({
  b: fc.double({ min: 0.05, max: 60, noNaN: true }),
  more: fc.double({ min: 0.05, max: 60, noNaN: true }),
  z: fc.double({ min: 0, max: 0.9999, noNaN: true }),
});

describe('₂F₁(1, b; c; z)', () => {
  it('is −ln(1 − z) / z for b = 1, c = 2, and 2 (1 − √(1 − z)) / z for b = ½, c = 2 (Abramowitz & Stegun 15.1.3, 15.1.13)', () => {
    for (const z of [1e-9, 0.1, 0.5, 0.9, 0.9001, 0.99, 0.9999, 0.999999]) {
      expect(F(1, 2, z).log).toBeCloseTo(Math.log(-Math.log1p(-z) / z), 12);
      // Written without its cancellation near z = 0.
      expect(F(0.5, 2, z).log).toBeCloseTo(Math.log(2 / (1 + Math.sqrt(1 - z))), 12);
    }
  });

  it("is Euler's integral (c − 1) ∫ (1 − t)^(c − 2) (1 − z t)^(−b) dt", () => {
    const { points, weights } = gaussLegendre(64);
    for (const [b, c, z] of [
      [0.7, 3.2, 0.6],
      [5, 9, 0.95],
      [2.5, 6, 0.91],
    ] as const) {
      const integral = points.reduce((sum, t, q) => sum + weights[q]! * (1 - t) ** (c - 2) * (1 - z * t) ** -b, 0);
      // The rule of 64 points is exact to 1e-6 where the end is as rough as (1 − t)^1.2.
      expect(Math.abs(F(b, c, z).log - Math.log((c - 1) * integral))).toBeLessThan(2e-6);
    }
  });

  it('has the derivatives that its values have, by the series and by the continued fraction', () => {
    fc.assert(
      fc.property(parameters, ({ b, more, z }) => {
        const c = b + more;
        const at = F(b, c, z);
        const step = 1e-5;
        const zStep = step * (1 - z);
        const near = (slope: number, up: number, down: number, h: number) =>
          expect(Math.abs(slope - (up - down) / (2 * h))).toBeLessThan(1e-5 * (1 + Math.abs(slope)));
        near(at.byB, F(b + step * b, c, z).log, F(b - step * b, c, z).log, step * b);
        near(at.byC, F(b, c + step * more, z).log, F(b, c - step * more, z).log, step * more);
        if (z > zStep) near(at.byZ, F(b, c, z + zStep).log, F(b, c, z - zStep).log, zStep);
      }),
    );
  });

  it('goes on without a step where the continued fraction takes over', () => {
    fc.assert(
      fc.property(parameters, ({ b, more }) => {
        const below = F(b, b + more, 0.9);
        const above = F(b, b + more, 0.9 + 1e-12);
        for (const name of ['log', 'byB', 'byC', 'byZ'] as const) {
          expect(Math.abs(below[name] - above[name])).toBeLessThan(1e-8 * (1 + Math.abs(below[name])));
        }
      }),
    );
  });

  it.each([
    [0, 1, 0.5],
    [2, 2, 0.5],
    [1, 2, 1],
    [1, 2, -0.1],
    [1, 2, NaN],
  ])('refuses b %d, c %d, z %d', (b, c, z) => expect(() => F(b, c, z)).toThrow(/must hold/));
});

describe('the digamma function', () => {
  it('has its values of Abramowitz & Stegun (1964), 6.3.2–6.3.4', () => {
    const euler = 0.577215664901532860607;
    expect(digamma(1)).toBeCloseTo(-euler, 14);
    expect(digamma(0.5)).toBeCloseTo(-euler - 2 * Math.LN2, 14);
    expect(digamma(4)).toBeCloseTo(1 + 1 / 2 + 1 / 3 - euler, 14);
    expect(() => digamma(0)).toThrow('x must be positive, got 0');
  });
});

it('multiplies few factors and subtracts gamma functions of many, to the same sum', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), fc.integer({ min: 0, max: 40 }), (b, n) => {
      const factors = Array.from({ length: n }, (_, j) => b + j);
      const log = factors.reduce((sum, factor) => sum + Math.log(factor), 0);
      expect(Math.abs(logRisingFactorial(b, n) - log)).toBeLessThan(1e-11 * (1 + Math.abs(log)) + 1e-11);
      const slope = factors.reduce((sum, factor) => sum + 1 / factor, 0);
      expect(Math.abs(risingFactorialSlope(b, n) - slope)).toBeLessThan(1e-11 * (1 + slope));
    }),
  );
});
