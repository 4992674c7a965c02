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

/** AᵀA of A given row by row, shape (rows, size). */
export function gram(a: Float64Array, size: number): Float64Array {
  const product = new Float64Array(size * size);
  for (let start = 0; start < a.length; start += size) {
    for (let i = 0; i < size; i++) {
      const value = a[start + i]!;
      if (value === 0) continue;
      for (let j = i; j < size; j++) product[i * size + j]! += value * a[start + j]!;
    }
  }
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) product[i * size + j] = product[j * size + i]!;
  return product;
}
