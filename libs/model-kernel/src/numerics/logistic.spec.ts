import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { log1pExp, logistic, logit } from './logistic.js';

const finite = fc.double({ min: -700, max: 700, noNaN: true });

describe('logistic and logit', () => {
  it('keeps both tails: σ(−745) > 0, σ(800) = 1, no NaN at infinity', () => {
    expect([logistic(-745) > 0, logistic(800), logistic(-Infinity), logistic(Infinity), logistic(0)]).toEqual([
      true,
      1,
      0,
      1,
      0.5,
    ]);
  });

  it('is symmetric, σ(x) + σ(−x) = 1, and never falls', () => {
    fc.assert(
      fc.property(finite, finite, (a, b) => {
        expect(logistic(a) + logistic(-a)).toBeCloseTo(1, 14);
        expect(logistic(Math.min(a, b))).toBeLessThanOrEqual(logistic(Math.max(a, b)));
      }),
    );
  });

  it('undoes itself where a double can tell: logit(σ(x)) = x for |x| ≤ 15', () => {
    fc.assert(
      fc.property(fc.double({ min: -15, max: 15, noNaN: true }), (x) => {
        // Near p = 1 one ulp of p is e^15 ulps of x.
        expect(Math.abs(logit(logistic(x)) - x)).toBeLessThan(1e-9);
      }),
    );
  });

  it('gives the log-odds of a tiny probability, ln 1e-300', () => {
    expect(logit(1e-300)).toBeCloseTo(-690.7755278982137, 10);
  });

  it.each([-0.1, 1.1, NaN])('refuses p = %p', (p) => {
    expect(() => logit(p)).toThrow(`p must be in [0, 1], got ${p}`);
  });

  it('log1pExp is −ln σ(−x), and x itself when large', () => {
    fc.assert(
      fc.property(fc.double({ min: -30, max: 30, noNaN: true }), (x) => {
        expect(log1pExp(x)).toBeCloseTo(-Math.log(logistic(-x)), 10);
      }),
    );
    expect(log1pExp(1e5)).toBe(1e5);
  });
});
