/** The errors r = μ − y of a model with θ = (k, m, δ_1 … δ_S, β_1 … β_K), P = 2 + S + K numbers, in scaled units. */
export interface SquaredErrors {
  /** Σ r², and in the first P of `gradient` Σ r ∂r/∂θ, half its gradient. What stands behind them is left alone. */
  sum(theta: Float64Array, gradient: Float64Array): number;
  /** Σ ∂r/∂θ ∂r/∂θᵀ, row by row, shape (P, P): what Gauss and Newton have for half the second derivatives. */
  curvature(theta: Float64Array): Float64Array;
}

/** A history in scaled units, rows in order of time. */
export interface ScaledHistory {
  readonly t: Float64Array;
  readonly y: Float64Array;
  /** Capacity above the floor, for logistic growth. */
  readonly cap: Float64Array | undefined;
  /** X, shape (n, K), row by row. */
  readonly design: Float64Array;
  /** Whether a column of X multiplies the trend, shape (K,). */
  readonly multiplies: readonly boolean[];
  readonly changepoints: readonly number[];
}

/** AᵀA of A given row by row, shape (rows, size); four rows at a time, which a quarter of the writes does for. */
export function gram(a: Float64Array, size: number): Float64Array {
  const product = new Float64Array(size * size);
  const rows = a.length / size;
  let row = 0;
  for (; row + 4 <= rows; row += 4) addFourRows(a, row * size, size, product);
  for (; row < rows; row++) {
    const start = row * size;
    for (let i = 0; i < size; i++) {
      for (let j = i; j < size; j++) product[i * size + j]! += a[start + i]! * a[start + j]!;
    }
  }
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) product[i * size + j] = product[j * size + i]!;
  return product;
}

function addFourRows(a: Float64Array, first: number, size: number, product: Float64Array): void {
  const second = first + size;
  const third = second + size;
  const fourth = third + size;
  for (let i = 0; i < size; i++) {
    const [p, q, r, s] = [a[first + i]!, a[second + i]!, a[third + i]!, a[fourth + i]!];
    const at = i * size;
    for (let j = i; j < size; j++) {
      product[at + j]! += p * a[first + j]! + q * a[second + j]! + r * a[third + j]! + s * a[fourth + j]!;
    }
  }
}
