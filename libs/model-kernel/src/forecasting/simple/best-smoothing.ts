/** A smoothing parameter and what it comes to. */
export interface Smoothing {
  readonly alpha: number;
  /** ℓ_n, in the unit of the series. */
  readonly level: number;
}

/**
 * Simple exponential smoothing from the first value on, ℓ_1 = y_1, with the α of a list whose squared one-step errors sum to
 * the least; the first of the list among equals. For where a search over all α tells nothing more, or too much.
 *
 * @param y shape (n,), n ≥ 1, finite. @param alphas in (0, 1], at least one.
 */
export function bestSmoothing(y: Float64Array, alphas: readonly number[]): Smoothing {
  let best: Smoothing = { alpha: alphas[0]!, level: y[0]! };
  let least = Infinity;
  for (const alpha of alphas) {
    let level = y[0]!;
    let squares = 0;
    for (let t = 1; t < y.length; t++) {
      const error = y[t]! - level;
      squares += error * error;
      level += alpha * error;
    }
    if (squares < least) {
      least = squares;
      best = { alpha, level };
    }
  }
  return best;
}
