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

/** Of each model, what it is off: of a series over the mean of the models, of all series together over theirs. */
export interface ModelErrors {
  /** Mean squared error over that of the models of the series; by series; NaN where it was never judged. */
  readonly own: ReadonlyMap<SeriesModelName, Float64Array>;
  /** The same of all series for which it was judged, added up before they are divided. */
  readonly ofKind: ReadonlyMap<SeriesModelName, number>;
}

/**
 * Mean squared errors over all days of the origins. Squares, since the absolute error of a product that seldom sells is least for a
 * forecast of nothing.
 */
export function modelErrors(panel: readonly DailySeries[], origins: readonly PanelOrigin[]): ModelErrors {
  const squared = new Map<SeriesModelName, Float64Array>();
  for (const name of new Set(origins.flatMap(({ forecasts }) => forecasts.flatMap((one) => [...one.keys()])))) {
    squared.set(
      name,
      Float64Array.from(panel, (series, i) => meanSquaredError(name, series, i, origins)),
    );
  }
  const means = Float64Array.from(panel, (_, i) => {
    const judged = [...squared.values()].map((errors) => errors[i]!).filter((error) => !Number.isNaN(error));
    return judged.reduce((sum, error) => sum + error, 0) / judged.length;
  });
  const own = new Map<SeriesModelName, Float64Array>();
  const ofKind = new Map<SeriesModelName, number>();
  for (const [name, errors] of squared) {
    own.set(
      name,
      errors.map((error, i) => (means[i] === 0 ? 1 : error / means[i]!)),
    );
    const [sum, mean] = errors.reduce(
      ([total, others], error, i) => (Number.isNaN(error) ? [total, others] : [total + error, others + means[i]!]),
      [0, 0],
    );
    ofKind.set(name, mean === 0 ? 1 : sum / mean);
  }
  return { own, ofKind };
}

/**
 * Weights inverse to the squared errors of the back-test: w_i ∝ 1/(r_i + 0.01), where r_i is half the model's error on the series and half
 * that on all series of the kind, each over the mean of the models. A series that has hardly anything to count is thus weighed as its
 * kind. Only models that can be fitted now have a weight; one that was never judged counts as the mean of the others.
 *
 * @returns whole ten-thousandths that add up to 1, each at least 0.02.
 * @see Bates & Granger (1969), The combination of forecasts, Operational Research Quarterly 20(4).
 */
export function ensembleWeights(names: readonly SeriesModelName[], index: number, errors: ModelErrors): Weights {
  const raw = names.map((name) => {
    const own = errors.own.get(name)?.[index] ?? NaN;
    const ofKind = errors.ofKind.get(name) ?? 1;
    return 1 / ((Number.isNaN(own) ? ofKind : (own + ofKind) / 2) + FLOOR);
  });
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
