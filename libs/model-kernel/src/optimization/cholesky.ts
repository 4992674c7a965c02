/**
 * The lower triangle L with A = L Lᵀ, in place.
 *
 * @param a symmetric, row by row, shape (n, n); its lower triangle is read and overwritten.
 * @returns false where A is not positive definite to rounding; a is then half done.
 * @see Golub & Van Loan (2013), Matrix Computations, 4th ed., §4.2.3.
 */
export function choleskyInPlace(a: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]!;
      for (let p = 0; p < j; p++) sum -= a[i * n + p]! * a[j * n + p]!;
      if (i > j) a[i * n + j] = sum / a[j * n + j]!;
      else if (!(sum > 0)) return false;
      else a[i * n + i] = Math.sqrt(sum);
    }
  }
  return true;
}

/** x ← L⁻¹ x. @param lower L of {@link choleskyInPlace}. @param x shape (n,). */
export function solveLower(lower: Float64Array, n: number, x: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let sum = x[i]!;
    for (let p = 0; p < i; p++) sum -= lower[i * n + p]! * x[p]!;
    x[i] = sum / lower[i * n + i]!;
  }
}

/** x ← L⁻ᵀ x. @param lower L of {@link choleskyInPlace}. @param x shape (n,). */
export function solveLowerTransposed(lower: Float64Array, n: number, x: Float64Array): void {
  for (let i = n - 1; i >= 0; i--) {
    x[i]! /= lower[i * n + i]!;
    for (let p = 0; p < i; p++) x[p]! -= lower[i * n + p]! * x[i]!;
  }
}
