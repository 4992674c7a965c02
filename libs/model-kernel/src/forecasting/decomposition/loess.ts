/** How a loess curve is fitted to equally spaced values. */
export interface LoessOptions {
  /** q: how many neighbours have a say; odd. */
  readonly length: number;
  /** 0 for local means, 1 for local lines. */
  readonly degree: 0 | 1;
  /** Every jump-th value is fitted, and the last; those between are interpolated. */
  readonly jump: number;
}

/**
 * Local regression at one position x of equally spaced values y_1 … y_n: weights v_i = (1 − (|i − x|/h)³)³ times ρ_i for the q
 * values next to x, h being the distance of the farthest of them (longer in proportion where q > n).
 *
 * @param y read at 0 … n − 1. @param rho robustness weights, as y; undefined for 1.
 * @param x a position, counted from 0; may lie outside.
 * @param left first neighbour. @param right last neighbour, inclusive.
 * @param weights scratch, shape (n,) at least.
 * @returns NaN where all weights are 0.
 * @see Cleveland, Cleveland, McRae & Terpenning (1990), STL, Journal of Official Statistics 6(1), §2.1.
 */
export function loessAt(
  y: Float64Array,
  n: number,
  rho: Float64Array | undefined,
  { length, degree }: Pick<LoessOptions, 'length' | 'degree'>,
  x: number,
  left: number,
  right: number,
  weights: Float64Array,
): number {
  let h = Math.max(x - left, right - x);
  if (length > n) h += Math.floor((length - n) / 2);
  let total = 0;
  let centre = 0;
  for (let i = left; i <= right; i++) {
    const distance = Math.abs(i - x);
    let weight = 0;
    // As the authors' program has it: weights within 0.1 % of the ends of their range count as 1 and 0.
    if (distance <= 0.999 * h) {
      const share = distance / h;
      const cube = 1 - share * share * share;
      weight = distance <= 0.001 * h ? 1 : cube * cube * cube;
      if (rho) weight *= rho[i]!;
    }
    weights[i] = weight;
    total += weight;
    centre += weight * i;
  }
  if (!(total > 0)) return NaN;
  centre /= total;
  let spread = 0;
  let level = 0;
  let slope = 0;
  for (let i = left; i <= right; i++) {
    const share = weights[i]! / total;
    spread += share * (i - centre) ** 2;
    level += share * y[i]!;
    slope += share * (i - centre) * y[i]!;
  }
  // Where the neighbours with a weight all but coincide, a line through them has no slope to speak of.
  if (degree === 0 || !(Math.sqrt(spread) > 0.001 * (n - 1))) return level;
  return level + ((x - centre) * slope) / spread;
}

/**
 * The loess curve at every position; a value whose neighbours all have weight 0 is its own curve.
 *
 * @param y read at 0 … n − 1. @param out written there. @param weights scratch, shape (n,) at least.
 */
export function smoothLoess(
  y: Float64Array,
  n: number,
  rho: Float64Array | undefined,
  options: LoessOptions,
  out: Float64Array,
  weights: Float64Array,
): void {
  const span = Math.min(options.length, n);
  const jump = Math.max(1, Math.min(options.jump, n - 1));
  const half = (options.length - 1) / 2;
  let before = -1;
  for (let i = 0; i < n; i = i === n - 1 ? n : Math.min(i + jump, n - 1)) {
    const left = Math.max(0, Math.min(i - half, n - span));
    const fitted = loessAt(y, n, rho, options, i, left, left + span - 1, weights);
    out[i] = Number.isNaN(fitted) ? y[i]! : fitted;
    for (let j = before + 1; before >= 0 && j < i; j++) {
      out[j] = out[before]! + ((out[i]! - out[before]!) * (j - before)) / (i - before);
    }
    before = i;
  }
}
