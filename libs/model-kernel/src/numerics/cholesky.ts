import { DomainError } from '@bellwether/errors';

/**
 * L of A = L Lᵀ, in place of the lower half of A: l_ij = (a_ij − Σ_{k<j} l_ik l_jk)/l_jj and l_jj = √(a_jj − Σ_{k<j} l_jk²).
 *
 * @param matrix A, shape (n, n) by rows, symmetric; only its lower half is read.
 * @returns L, shape (n, n) by rows, with zeros above the diagonal.
 * @throws FAILED_PRECONDITION when A is not positive definite: a pivot is not above 1e-14 of its diagonal.
 * @see Golub & Van Loan (2013), Matrix Computations, 4th ed., §4.2.5.
 */
export function cholesky(matrix: Float64Array, n: number): Float64Array {
  const factor = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= factor[i * n + k]! * factor[j * n + k]!;
      if (i !== j) {
        factor[i * n + j] = sum / factor[j * n + j]!;
        continue;
      }
      if (!(sum > matrix[i * n + i]! * 1e-14)) {
        throw new DomainError('FAILED_PRECONDITION', `the matrix must be positive definite, its pivot ${i} is ${sum}`);
      }
      factor[i * n + i] = Math.sqrt(sum);
    }
  }
  return factor;
}

/** x of L Lᵀ x = b, in place of b, by one substitution down and one up. @param factor L of {@link cholesky}. */
export function solveCholesky(factor: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  for (let i = 0; i < n; i++) {
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= factor[i * n + k]! * b[k]!;
    b[i] = sum / factor[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i]!;
    for (let k = i + 1; k < n; k++) sum -= factor[k * n + i]! * b[k]!;
    b[i] = sum / factor[i * n + i]!;
  }
  return b;
}
