/**
 * The mean of each series drawn to that of all by how little it says: μ̂_i = Z ȳ_i + (1 − Z) ȳ, Z = n/(n + k), k = σ²/τ², with σ² the mean
 * variance within a series and τ² the variance of the true means, both estimated without bias. A product that has not sold yet is
 * thus not said never to sell.
 *
 * @param panel values by series, each shape (n,).
 * @returns μ̂ by series, in the unit of the values.
 * @see Bühlmann & Gisler (2005), A Course in Credibility Theory and its Applications, §3.2 and §4.8, for equal weights.
 */
export function credibleMeans(panel: readonly ArrayLike<number>[]): number[] {
  const n = panel[0]?.length ?? 0;
  const means = panel.map((values) => meanOf(values));
  const overall = meanOf(means);
  const within = meanOf(panel.map((values, i) => squaresAround(values, means[i]!) / Math.max(1, n - 1)));
  const between = squaresAround(means, overall) / Math.max(1, means.length - 1) - within / n;
  // Where the means differ by no more than chance, each says nothing of its own.
  const own = between <= 0 ? 0 : n / (n + within / between);
  return means.map((mean) => own * mean + (1 - own) * overall);
}

const meanOf = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

const squaresAround = (values: ArrayLike<number>, centre: number): number =>
  Array.from(values).reduce((sum, value) => sum + (value - centre) ** 2, 0);
