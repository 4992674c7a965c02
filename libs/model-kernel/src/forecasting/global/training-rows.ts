import { createRng } from '../../numerics/index.js';
import type { TreeDataset } from '../../trees/index.js';
import { calendarOf } from './calendar.js';
import type { Feature, View } from './features.js';
import { GrowingHistory } from './growing-history.js';
import type { ResolvedGlobalOptions } from './options.js';
import type { Panel } from './panel.js';

/** Writes the features of a view into a row of a matrix. */
export function writeRow(features: readonly Feature[], view: View, matrix: Float32Array, row: number): void {
  const from = row * features.length;
  for (let f = 0; f < features.length; f++) {
    const value = features[f]!.of(view);
    // 1/0 and 0/0 say nothing that a tree could use.
    matrix[from + f] = Number.isFinite(value) ? value : NaN;
  }
}

/**
 * Rows to learn from: a known value y_{t+k} of a series as seen from an origin t, in units of the scale as of t. Of all pairs of
 * origins and steps ahead in 1 … `furthest`, about `maxRows` are drawn, each series by a generator of its own.
 *
 * @param panel its series in order.
 * @returns undefined where no series has an origin with a value after it.
 */
export function trainingRows(
  panel: Panel,
  features: readonly Feature[],
  furthest: number,
  options: ResolvedGlobalOptions,
): TreeDataset | undefined {
  const { maxRows, minHistory, windows, seed } = options;
  const calendar = calendarOf(panel);
  const window = Math.max(...windows);
  const pairs = panel.series.reduce((sum, { y }) => sum + pairsOf(y.length, minHistory, furthest), 0);
  const share = Math.min(1, maxRows / pairs);
  const rng = createRng(seed).fork('rows');
  const views: View[] = [];
  for (const series of panel.series) {
    const history = new GrowingHistory(series, 0);
    const draws = rng.fork(series.id);
    for (let origin = minHistory - 1; origin < series.y.length - 1; origin++) {
      const scale = history.scale(origin, window);
      const last = Math.min(furthest, series.y.length - 1 - origin);
      for (let ahead = 1; ahead <= last; ahead++) {
        // Drawn before anything is looked at: what is known of one step does not move the draws of another.
        const drawn = share === 1 || draws.next() < share;
        if (!drawn || scale === 0 || Number.isNaN(series.y[origin + ahead]!)) continue;
        views.push({ history, calendar, origin, ahead, scale });
      }
    }
  }
  return views.length === 0 ? undefined : datasetOf(views, features);
}

/** Pairs of an origin and a step ahead within n values. */
function pairsOf(n: number, minHistory: number, furthest: number): number {
  let pairs = 0;
  for (let origin = minHistory - 1; origin < n - 1; origin++) pairs += Math.min(furthest, n - 1 - origin);
  return pairs;
}

function datasetOf(views: readonly View[], features: readonly Feature[]): TreeDataset {
  const matrix = new Float32Array(views.length * features.length);
  views.forEach((view, row) => writeRow(features, view, matrix, row));
  return {
    rows: views.length,
    features: features.length,
    matrix,
    labels: Float64Array.from(views, ({ history, origin, ahead, scale }) => history.y[origin + ahead]! / scale),
    categorical: features.flatMap(({ categorical }, f) => (categorical ? [f] : [])),
    featureNames: features.map(({ name }) => name),
  };
}
