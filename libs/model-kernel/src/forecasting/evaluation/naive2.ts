import { checkHorizon, checkSeries } from '../check-series.js';

/** The 90 % point of a two-sided normal test, as the M competitions have it. */
const CRITICAL = 1.645;

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
  const index = isSeasonal(y, m) ? seasonalIndices(y, m) : new Float64Array(m).fill(1);
  const level = y[n - 1]! / index[(n - 1) % m]!;
  return Float64Array.from({ length: h }, (_, step) => level * index[(n + step) % m]!);
}

/**
 * |r_m| > 1.645 √((1 + 2 Σ_{k<m} r_k²)/n), by Bartlett's formula; false under three whole seasons.
 */
export function isSeasonal(y: Float64Array, m: number): boolean {
  const n = y.length;
  if (m === 1 || n < 3 * m) return false;
  const mean = y.reduce((sum, value) => sum + value, 0) / n;
  const product = (lag: number): number => {
    let sum = 0;
    for (let t = lag; t < n; t++) sum += (y[t]! - mean) * (y[t - lag]! - mean);
    return sum;
  };
  const variance = product(0);
  if (variance === 0) return false;
  let squares = 1;
  for (let lag = 1; lag < m; lag++) squares += 2 * (product(lag) / variance) ** 2;
  return Math.abs(product(m) / variance) > CRITICAL * Math.sqrt(squares / n);
}

/**
 * Seasonal indices of classical multiplicative decomposition, by position t mod m: the mean ratio of y to its centred moving
 * average of a season, scaled to a mean of 1.
 *
 * @see Hyndman & Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd ed., §3.4.
 */
function seasonalIndices(y: Float64Array, m: number): Float64Array {
  const sums = new Float64Array(m);
  const counts = new Float64Array(m);
  const half = Math.floor(m / 2);
  for (let t = half; t + half < y.length; t++) {
    let around = 0;
    for (let k = t - half; k <= t + half; k++) around += y[k]!;
    // An even season's window has half of each of its two ends.
    if (m % 2 === 0) around -= (y[t - half]! + y[t + half]!) / 2;
    sums[t % m]! += y[t]! / (around / m);
    counts[t % m]! += 1;
  }
  const index = sums.map((sum, at) => sum / counts[at]!);
  const mean = index.reduce((sum, value) => sum + value, 0) / m;
  return index.map((value) => value / mean);
}
