/** The two-sided 90 % point of the normal distribution, as in the competitions. */
const NORMAL_95 = 1.6448536269514722;

/**
 * Whether the autocorrelation at lag m stands out of its sampling error: |r_m| > 1.645 √((1 + 2 Σ_{i<m} r_i²) / n).
 * A series shorter than two periods, or constant, has no season.
 *
 * @see Assimakopoulos & Nikolopoulos (2000); Fiorucci et al. (2016), International Journal of Forecasting 32(4), §2.3.
 */
export function isSeasonal(y: Float64Array, m: number): boolean {
  const n = y.length;
  if (m < 2 || n < 2 * m) return false;
  const mean = y.reduce((sum, value) => sum + value, 0) / n;
  const centred = y.map((value) => value - mean);
  const power = centred.reduce((sum, value) => sum + value * value, 0);
  if (!(power > 0)) return false;
  let squares = 0;
  for (let lag = 1; lag < m; lag++) squares += autocorrelation(centred, power, lag) ** 2;
  return Math.abs(autocorrelation(centred, power, m)) > NORMAL_95 * Math.sqrt((1 + 2 * squares) / n);
}

function autocorrelation(centred: Float64Array, power: number, lag: number): number {
  let sum = 0;
  for (let t = lag; t < centred.length; t++) sum += centred[t]! * centred[t - lag]!;
  return sum / power;
}
