/**
 * The least-squares line A + B t through y_1 … y_n, t = 1 … n.
 *
 * @returns intercept A (at t = 0) and slope B.
 */
export function fitLine(y: Float64Array): { intercept: number; slope: number } {
  const n = y.length;
  let sum = 0;
  let weighted = 0;
  for (let t = 0; t < n; t++) {
    sum += y[t]!;
    weighted += (t + 1) * y[t]!;
  }
  const mean = sum / n;
  const slope = (12 * (weighted / n - (mean * (n + 1)) / 2)) / (n * n - 1);
  return { intercept: mean - (slope * (n + 1)) / 2, slope };
}
