/**
 * Seasonal indices of the classical decomposition: the mean, by season, of y_t − T_t (or y_t / T_t), where T is the centred
 * moving average over one period; shifted to sum to 0 (or scaled to sum to m). Nearer than half a period to either end there
 * is no T. A season that no y_t − T_t speaks for, in a series of fewer than two periods, gets 0 (or 1).
 *
 * @param y shape (n,), oldest first; positive for `multiplicative`. @param m seasonal period ≥ 2.
 * @returns shape (m,), the season of y_1 first; in the unit of y (or a ratio).
 * @see Hyndman & Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd ed., §3.4.
 */
export function classicalIndices(y: Float64Array, m: number, kind: 'additive' | 'multiplicative'): Float64Array {
  const neutral = kind === 'additive' ? 0 : 1;
  const indices = new Float64Array(m);
  const counts = new Float64Array(m);
  const half = Math.floor(m / 2);
  let sum = 0;
  for (let t = 0; t < Math.min(m, y.length); t++) sum += y[t]!;
  for (let start = 0; start + 2 * half < y.length; start++) {
    // sum is y_start + … over m terms; an even period needs half of one more at each end.
    const t = start + half;
    const mean = m % 2 === 1 ? sum / m : (sum + (y[start + m]! - y[start]!) / 2) / m;
    const ratio = kind === 'additive' ? y[t]! - mean : y[t]! / mean;
    if (Number.isFinite(ratio)) {
      indices[t % m]! += ratio;
      counts[t % m]! += 1;
    }
    sum += (y[start + m] ?? 0) - y[start]!;
  }
  let total = 0;
  for (let j = 0; j < m; j++) total += indices[j] = counts[j]! > 0 ? indices[j]! / counts[j]! : neutral;
  for (let j = 0; j < m; j++) indices[j] = kind === 'additive' ? indices[j]! - total / m : (indices[j]! * m) / total;
  return indices;
}
