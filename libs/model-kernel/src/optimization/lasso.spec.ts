import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lasso } from './lasso.js';

const value = fc.double({ min: -3, max: 3, noNaN: true });

/** A = MᵀM + 0.05 I, b, c and a start, for n = 1 … 6. */
const problem = fc.integer({ min: 1, max: 6 }).chain((n) =>
  fc.record({
    factor: fc.array(value, { minLength: n * n, maxLength: n * n }),
    b: fc.array(value, { minLength: n, maxLength: n }),
    start: fc.array(fc.constantFrom(-1, 0, 0, 1), { minLength: n, maxLength: n }),
    c: fc.double({ min: 0.01, max: 2, noNaN: true }),
  }),
);

function matrixOf(factor: readonly number[], n: number): Float64Array {
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      for (let k = 0; k < n; k++) a[i * n + j]! += factor[k * n + i]! * factor[k * n + j]!;
    }
    a[i * n + i]! += 0.05;
  }
  return a;
}

it('meets the conditions of the minimum: a slope of −c sign x, or within ±c where x = 0', () => {
  fc.assert(
    fc.property(problem, ({ factor, b, start, c }) => {
      const n = b.length;
      const a = matrixOf(factor, n);
      const x = lasso(a, Float64Array.from(b), c, Float64Array.from(start))!;
      x.forEach((coordinate, i) => {
        const slope = x.reduce((sum, other, j) => sum + a[i * n + j]! * other, -b[i]!);
        // The solver's own tolerance is 1e-10 (c + max |b|), and entries of A reach 54.
        if (coordinate === 0) expect(Math.abs(slope)).toBeLessThanOrEqual(c + 1e-8);
        else expect(Math.abs(slope + c * Math.sign(coordinate))).toBeLessThan(1e-8);
      });
    }),
  );
});

it('soft-thresholds where A is the identity', () => {
  const identity = Float64Array.from([1, 0, 0, 0, 1, 0, 0, 0, 1]);
  expect([...lasso(identity, Float64Array.from([3, -0.5, -2]), 1, new Float64Array(3))!]).toEqual([2, 0, -1]);
});

it('says so where A is not positive definite', () => {
  expect(lasso(Float64Array.from([0]), Float64Array.from([1]), 0.1, new Float64Array(1))).toBeUndefined();
});
