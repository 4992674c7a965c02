/**
 * A = QR by Householder reflections, with Qᵀy in place of Q.
 *
 * @param columns A, shape (n, P) column by column, n ≥ P; overwritten.
 * @param y shape (n,).
 * @returns R row by row, shape (P, P); the first P of Qᵀy; and the sum of squares of its others.
 * @see Golub & Van Loan (2013), Matrix Computations, 4th ed., Algorithm 5.2.1.
 */
export function factorRows(
  columns: Float64Array,
  y: Float64Array,
  size: number,
): { triangle: Float64Array; target: Float64Array; rest: number } {
  const rows = y.length;
  const rotated = Float64Array.from(y);
  const triangle = new Float64Array(size * size);
  for (let p = 0; p < size; p++) {
    const v = columns.subarray(p * rows + p, (p + 1) * rows);
    const norm = Math.sqrt(product(v, v));
    const head = v[0]! > 0 ? -norm : norm;
    triangle[p * size + p] = head;
    v[0]! -= head;
    const squares = product(v, v);
    // A column that is 0 from here on has nothing to reflect.
    const twice = squares === 0 ? 0 : 2 / squares;
    for (let j = p + 1; j < size; j++) {
      const column = columns.subarray(j * rows + p, (j + 1) * rows);
      subtract(column, twice * product(v, column), v);
      triangle[p * size + j] = column[0]!;
    }
    const tail = rotated.subarray(p);
    subtract(tail, twice * product(v, tail), v);
  }
  const beyond = rotated.subarray(size);
  return { triangle, target: rotated.slice(0, size), rest: product(beyond, beyond) };
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function subtract(column: Float64Array, scale: number, v: Float64Array): void {
  for (let i = 0; i < v.length; i++) column[i]! -= scale * v[i]!;
}
