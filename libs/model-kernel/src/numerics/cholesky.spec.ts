import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cholesky, solveCholesky } from './cholesky.js';
import { createRng } from './rng.js';

describe('cholesky', () => {
  it('factors a matrix whose factor is in whole numbers', () => {
    const factor = cholesky(Float64Array.of(4, 0, 0, 12, 37, 0, -16, -43, 98), 3);
    expect([...factor]).toEqual([2, 0, 0, 6, 1, 0, -8, 5, 3]);
  });

  it('solves what it factored', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 1e6 }), (n, seed) => {
        const rng = createRng(seed);
        const g = Float64Array.from({ length: n * n }, () => rng.normal());
        const matrix = new Float64Array(n * n);
        for (let i = 0; i < n; i++) {
          for (let j = 0; j < n; j++) {
            for (let k = 0; k < n; k++) matrix[i * n + j]! += g[i * n + k]! * g[j * n + k]!;
          }
          matrix[i * n + i]! += 0.1;
        }
        const x = Float64Array.from({ length: n }, () => rng.normal());
        const b = x.map((_, i) => x.reduce((sum, value, j) => sum + matrix[i * n + j]! * value, 0));
        // The condition number is at most some thousands here.
        solveCholesky(cholesky(matrix, n), b).forEach((value, i) => expect(Math.abs(value - x[i]!)).toBeLessThan(1e-9));
      }),
    );
  });

  it('refuses a matrix without an inverse', () => {
    expect(() => cholesky(Float64Array.of(1, 1, 1, 1), 2)).toThrow('the matrix must be positive definite');
  });
});
