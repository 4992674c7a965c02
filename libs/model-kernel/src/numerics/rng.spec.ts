import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { portableExp, portableLog } from './portable-math.js';
import { createRng } from './rng.js';

/** Mean and variance of n draws. */
function moments(n: number, draw: () => number): { mean: number; variance: number } {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const x = draw();
    sum += x;
    squares += x * x;
  }
  const mean = sum / n;
  return { mean, variance: squares / n - mean * mean };
}

describe('createRng', () => {
  it('gives the stream it has always given: seed 42', () => {
    const rng = createRng(42);
    expect([rng.next(), rng.int(1000), rng.normal(), rng.gamma(0.3), rng.poisson(100), rng.binomial(50, 0.2)]).toEqual([
      0.7801976582084598, 503, -1.3413118938797581, 0.0028662151227872835, 104, 10,
    ]);
  });

  it('repeats its stream, and another seed gives another', () => {
    const take = (seed: number) => Array.from({ length: 8 }, createRng(seed).next.bind(createRng(seed)));
    expect(take(7)).toEqual(take(7));
    expect(take(7)).not.toEqual(take(8));
  });

  it('forks streams that depend on seed and label only, not on the draws made', () => {
    const fresh = createRng(5);
    const used = createRng(5);
    used.normal();
    used.int(10);
    expect(used.fork('guests').next()).toBe(fresh.fork('guests').next());
    const firsts = ['guests', 'rooms', '1', 1, 2].map((label) => fresh.fork(label).next());
    expect(new Set(firsts).size).toBe(firsts.length);
    expect(fresh.fork('a').fork('b').next()).not.toBe(fresh.fork('ab').next());
  });

  it('draws integers without bias', () => {
    const rng = createRng(1);
    const counts = new Float64Array(7);
    const n = 70_000;
    for (let i = 0; i < n; i++) counts[rng.int(7)]! += 1;
    // χ² with 6 degrees of freedom: 22.5 is its 0.999 quantile.
    const chiSquare = counts.reduce((sum, count) => sum + (count - n / 7) ** 2 / (n / 7), 0);
    expect(chiSquare).toBeLessThan(22.5);
  });

  it.each([
    ['next', 0.5, 1 / 12, (r: ReturnType<typeof createRng>) => r.next()],
    ['normal', 3, 4, (r: ReturnType<typeof createRng>) => r.normal(3, 2)],
    ['exponential', 0.5, 0.25, (r: ReturnType<typeof createRng>) => r.exponential(2)],
    ['gamma of shape 0.4', 0.8, 1.6, (r: ReturnType<typeof createRng>) => r.gamma(0.4, 2)],
    ['gamma of shape 9', 9, 9, (r: ReturnType<typeof createRng>) => r.gamma(9)],
    ['beta', 0.25, 0.0375, (r: ReturnType<typeof createRng>) => r.beta(1, 3)],
    ['beta of tiny shapes', 0.5, 0.25 / 1.002, (r: ReturnType<typeof createRng>) => r.beta(0.001, 0.001)],
    ['poisson of 2', 2, 2, (r: ReturnType<typeof createRng>) => r.poisson(2)],
    ['poisson of 90', 90, 90, (r: ReturnType<typeof createRng>) => r.poisson(90)],
    ['binomial of 10', 3, 2.1, (r: ReturnType<typeof createRng>) => r.binomial(10, 0.3)],
    ['binomial of 1000', 300, 210, (r: ReturnType<typeof createRng>) => r.binomial(1000, 0.3)],
  ])('%s has its theoretical mean and variance', (_name, mean, variance, draw) => {
    const rng = createRng(2024);
    const n = 30_000;
    const sample = moments(n, () => draw(rng));
    // Four standard errors of the mean; the variance is held loosely, its error depends on the fourth moment.
    expect(Math.abs(sample.mean - mean)).toBeLessThan(4 * Math.sqrt(variance / n));
    expect(Math.abs(sample.variance / variance - 1)).toBeLessThan(0.06);
  });

  it('shuffles to a permutation, typed arrays too', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.nat(), (items, seed) => {
        const shuffled = createRng(seed).shuffle(Int32Array.from(items));
        expect([...shuffled].sort()).toEqual([...Int32Array.from(items)].sort());
      }),
    );
  });

  it('names the argument it refuses', () => {
    expect(() => createRng(-1)).toThrow('seed must be an integer in 0–2^53 − 1, got -1');
    expect(() => createRng(1).int(0)).toThrow('n must be an integer');
    expect(() => createRng(1).gamma(0)).toThrow('shape must be positive');
    expect(() => createRng(1).binomial(3, 1.1)).toThrow('p must be in [0, 1]');
    expect(() => createRng(1).poisson(-1)).toThrow('mean must be in');
  });
});

describe('portableExp and portableLog', () => {
  it('agree with Math to one unit in the last place', () => {
    fc.assert(
      fc.property(fc.double({ min: -745, max: 709, noNaN: true }), (x) => {
        expect(Math.abs(portableExp(x) - Math.exp(x))).toBeLessThanOrEqual(
          Math.max(2 ** -52 * Math.exp(x), 2 ** -1074),
        );
      }),
    );
    fc.assert(
      fc.property(fc.double({ min: 0, noNaN: true, minExcluded: true, max: Number.MAX_VALUE }), (x) => {
        expect(Math.abs(portableLog(x) - Math.log(x))).toBeLessThanOrEqual(2 ** -52 * Math.abs(Math.log(x)));
      }),
    );
  });

  it('keep the limits of the functions', () => {
    expect([portableExp(-Infinity), portableExp(0), portableExp(Infinity), portableExp(NaN)]).toEqual([
      0,
      1,
      Infinity,
      NaN,
    ]);
    expect([portableLog(0), portableLog(1), portableLog(Infinity), portableLog(-1)]).toEqual([
      -Infinity,
      0,
      Infinity,
      NaN,
    ]);
  });
});
