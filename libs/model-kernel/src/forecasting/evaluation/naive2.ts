import { checkHorizon, checkSeries } from '../check-series.js';
import { classicalIndices, isSeasonal } from '../seasonality/index.js';

/** Whole seasons under which the M4 competition looks for none. */
const FEWEST_SEASONS = 3;

/**
 * Naive2: the last value of the seasonally adjusted series, put back into its season; the yardstick of {@link owa}. Adjusted by
 * classical multiplicative decomposition, and only where the autocorrelation at m passes a 90 % test; else the last value.
 *
 * @param y shape (n,), oldest first, above 0 where there is a season.
 * @returns shape (h,).
 * @see Makridakis, Spiliotis & Assimakopoulos (2020), The M4 Competition, International Journal of Forecasting 36(1).
 */
export function naive2(y: Float64Array, m: number, h: number): Float64Array {
  checkSeries(y, m, 1);
  checkHorizon(h);
  const n = y.length;
  const adjusts = n >= FEWEST_SEASONS * m && isSeasonal(y, m);
  const index = adjusts ? classicalIndices(y, m, 'multiplicative') : new Float64Array(m).fill(1);
  const level = y[n - 1]! / index[(n - 1) % m]!;
  return Float64Array.from({ length: h }, (_, step) => level * index[(n + step) % m]!);
}
