/** Weights are looked for in steps of 1 / STEPS. */
const STEPS = 20;

/** How far weights are drawn to equal ones: which rows are held out changes the best ones by half and the error by little. */
const TO_EQUAL = 0.5;

/**
 * Weights ≥ 0 of sum 1: half way between equal ones and those whose mix of forecasts has the least squared error, found on a grid of
 * twentieths. The error is flat about its least, and equal weights are hard to beat where a later period is unlike the earlier one.
 *
 * @param forecasts of each member, shape (n,), of rows that it did not learn from. @param actual shape (n,).
 * @see Breiman (1996), Stacked regressions, Machine Learning 24; Diebold & Pauly (1990), The use of prior information in forecast
 * combination, International Journal of Forecasting 6(4).
 */
export function ensembleWeights(forecasts: readonly Float64Array[], actual: Float64Array): number[] {
  // Σ (y − Σ w f)² = Σ_ij w_i w_j C_ij where weights sum to 1 and C_ij = Σ (y − f_i) (y − f_j).
  const products = forecasts.map((a) =>
    forecasts.map((b) => actual.reduce((sum, y, i) => sum + (y - a[i]!) * (y - b[i]!), 0)),
  );
  let best: number[] = [];
  let least = Infinity;
  for (const steps of compositions(STEPS, forecasts.length)) {
    const weights = steps.map((count) => count / STEPS);
    const loss = weights.reduce(
      (sum, w, i) => sum + w * weights.reduce((inner, v, j) => inner + v * products[i]![j]!, 0),
      0,
    );
    if (loss < least) [best, least] = [weights, loss];
  }
  return best.map((weight) => (1 - TO_EQUAL) * weight + TO_EQUAL / forecasts.length);
}

/** All ways to share `total` steps among so many members. */
function* compositions(total: number, parts: number): Generator<number[]> {
  if (parts === 1) {
    yield [total];
    return;
  }
  for (let first = 0; first <= total; first++) {
    for (const rest of compositions(total - first, parts - 1)) yield [first, ...rest];
  }
}
