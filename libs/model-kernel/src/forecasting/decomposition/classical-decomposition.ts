import { DomainError } from '@bellwether/errors';
import { checkSeries } from '../check-series.js';

export type DecompositionMode = 'additive' | 'multiplicative';

/** y = trend + season + remainder, or trend × season × remainder; each shape (n,). */
export interface ClassicalDecomposition {
  /** In the unit of y; NaN for the first and last ⌊m/2⌋ values, which have no centred average. */
  readonly trend: Float64Array;
  /** The same in every year: sums to 0 over one (additive), or averages 1 (multiplicative). */
  readonly season: Float64Array;
  /** NaN where the trend is. */
  readonly remainder: Float64Array;
  /** Season of the steps 1 … m, shape (m,). */
  readonly indices: Float64Array;
}

/**
 * Classical decomposition: the trend is the centred moving average of a period (2×m for even m), and the season the mean of
 * what is left for each step, adjusted to sum to 0 or average 1.
 *
 * @param y shape (n,), at least two periods, finite; positive if multiplicative.
 * @throws INVALID_ARGUMENT for fewer values, one that is not finite, or one that is not positive where the mode needs that.
 * @see Hyndman & Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd ed., §3.4.
 */
export function classicalDecomposition(
  y: Float64Array,
  m: number,
  mode: DecompositionMode = 'additive',
): ClassicalDecomposition {
  checkSeries(y, m, 2 * m);
  if (!(m >= 2)) throw new DomainError('INVALID_ARGUMENT', `the seasonal period m must be at least 2, got ${m}`);
  const bad = mode === 'multiplicative' ? y.findIndex((value) => !(value > 0)) : -1;
  if (bad >= 0) throw new DomainError('INVALID_ARGUMENT', `y[${bad}] must be positive, got ${y[bad]}`);
  const trend = centredAverage(y, m);
  const without = (values: Float64Array, part: (i: number) => number) =>
    values.map((value, i) => (mode === 'additive' ? value - part(i) : value / part(i)));
  const detrended = without(y, (i) => trend[i]!);
  const means = Float64Array.from({ length: m }, (_, step) => meanOfStep(detrended, step, m));
  const overall = means.reduce((sum, value) => sum + value, 0) / m;
  const indices = without(means, () => overall);
  const season = y.map((_, i) => indices[i % m]!);
  return { trend, season, remainder: without(detrended, (i) => season[i]!), indices };
}

function centredAverage(y: Float64Array, m: number): Float64Array {
  const half = Math.floor(m / 2);
  return y.map((_, i) => {
    if (i < half || i + half >= y.length) return NaN;
    let sum = 0;
    for (let j = i - half; j <= i + half; j++) sum += y[j]!;
    // An even period has a step too many: its two ends are the same step, half each.
    if (m % 2 === 0) sum -= (y[i - half]! + y[i + half]!) / 2;
    return sum / m;
  });
}

function meanOfStep(values: Float64Array, step: number, m: number): number {
  let sum = 0;
  let count = 0;
  for (let i = step; i < values.length; i += m) {
    if (Number.isNaN(values[i]!)) continue;
    sum += values[i]!;
    count += 1;
  }
  return sum / count;
}
