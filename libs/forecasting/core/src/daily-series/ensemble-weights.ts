import type { DailySeries } from './daily-series.js';
import type { PanelOrigin } from './back-test.js';
import type { SeriesModelName } from './series-models.js';

export type Weights = Readonly<Partial<Record<SeriesModelName, number>>>;

/** A model below it says next to nothing and is left out. */
const LEAST_WEIGHT = 0.02;
/** Keeps the weight of a model that was never wrong finite. */
const FLOOR = 0.01;
/** Weights are whole numbers of these, so that they are told as they are. */
const PARTS = 10_000;

/**
 * Weights inverse to the mean squared errors over all days of the origins: w_i ∝ 1/(MSE_i/MSE + 0.01), MSE their mean. Squares,
 * since the absolute error of a product that seldom sells is least for a forecast of nothing. Only models that can be fitted
 * now have one (`names`); one that was never judged counts as the mean of the others. Without an origin they are equal.
 *
 * @returns whole ten-thousandths that add up to 1, each at least 0.02.
 * @see Bates & Granger (1969), The combination of forecasts, Operational Research Quarterly 20(4).
 */
export function ensembleWeights(
  names: readonly SeriesModelName[],
  series: DailySeries,
  index: number,
  origins: readonly PanelOrigin[],
): Weights {
  const errors = names.map((name) => meanSquaredError(name, series, index, origins));
  const judged = errors.filter((error) => !Number.isNaN(error));
  const mean = judged.reduce((sum, error) => sum + error, 0) / judged.length;
  const raw = errors.map((error) => 1 / ((mean > 0 && !Number.isNaN(error) ? error / mean : 1) + FLOOR));
  const kept = normalize(raw).map((weight) => (weight < LEAST_WEIGHT ? 0 : weight));
  const parts = normalize(kept).map((weight) => Math.round(weight * PARTS));
  parts[parts.indexOf(Math.max(...parts))]! += PARTS - parts.reduce((sum, part) => sum + part, 0);
  return Object.fromEntries(names.flatMap((name, i) => (parts[i]! > 0 ? [[name, parts[i]! / PARTS]] : [])));
}

function meanSquaredError(
  name: SeriesModelName,
  { values }: DailySeries,
  index: number,
  origins: readonly PanelOrigin[],
): number {
  let sum = 0;
  let count = 0;
  for (const { known, h, forecasts } of origins) {
    const forecast = forecasts[index]!.get(name);
    if (forecast === undefined) continue;
    for (let step = 0; step < h; step++) sum += (values[known + step]! - forecast[step]!) ** 2;
    count += h;
  }
  return sum / count;
}

const normalize = (weights: readonly number[]): number[] => {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
};

/** Σ w_i x_i by day; models without a forecast are left out and the other weights raised. */
export function weightedForecast(
  weights: Weights,
  forecasts: ReadonlyMap<SeriesModelName, Float64Array>,
  h: number,
): Float64Array {
  const mean = new Float64Array(h);
  let total = 0;
  for (const [name, forecast] of forecasts) {
    const weight = weights[name] ?? 0;
    total += weight;
    for (let step = 0; step < h; step++) mean[step]! += weight * forecast[step]!;
  }
  if (total > 0) return mean.map((value) => value / total);
  // At an origin where other models were for it, those count alike.
  for (const forecast of forecasts.values()) forecast.forEach((value, step) => (mean[step]! += value));
  return mean.map((value) => value / Math.max(1, forecasts.size));
}
