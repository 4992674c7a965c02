import { createRng, type Rng } from '../src/numerics/index.js';
import { probabilityOfMargin, type TreeDataset, type TreeObjective } from '../src/trees/index.js';

/** Rows with numbers, missing values and categories, and labels that depend on all three kinds. */
export interface TreeDataOptions {
  readonly rows: number;
  readonly seed: number;
  /** Feature 0 gets 12 categories, feature 1 three. Default true. */
  readonly categorical?: boolean;
  /** Share of missing values in features 0 and 2. Default 0.1. */
  readonly missing?: number;
  readonly objective?: TreeObjective;
  readonly weighted?: boolean;
}

/** Number of features of treeData. */
export const FEATURES = 6;

/** A seeded data set of six features: two categorical, the rest normal or, the last, on a coarse grid. */
export function treeData(options: TreeDataOptions): TreeDataset {
  const { rows, seed, categorical = true, missing = 0.1, objective = 'binary', weighted = false } = options;
  const rng = createRng(seed);
  const matrix = new Float64Array(rows * FEATURES);
  const labels = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const x = matrix.subarray(i * FEATURES, (i + 1) * FEATURES);
    for (let f = 0; f < FEATURES; f++) x[f] = rng.normal();
    if (categorical) {
      x[0] = rng.int(12);
      x[1] = rng.int(3);
    }
    x[5] = rng.int(9);
    if (rng.next() < missing) x[0] = NaN;
    if (rng.next() < missing) x[2] = NaN;
    const first = Number.isNaN(x[0]!) ? 1 : categorical ? ((x[0]! * 7) % 5) - 2 : x[0]!;
    const margin = 0.6 * first + (Number.isNaN(x[2]!) ? -1 : Math.abs(x[2]!)) - x[3]! * x[4]! + 0.2 * (x[5]! - 4);
    labels[i] = labelOf(objective, margin, rng);
  }
  return {
    ...{ rows, features: FEATURES, matrix, labels },
    ...(categorical ? { categorical: [0, 1] } : {}),
    ...(weighted ? { weights: Float64Array.from({ length: rows }, () => rng.int(4) / 2) } : {}),
  };
}

function labelOf(objective: TreeObjective, margin: number, rng: Rng): number {
  if (objective === 'binary') return rng.next() < probabilityOfMargin(margin) ? 1 : 0;
  const label = margin + 0.5 * rng.normal();
  return objective === 'squared' ? label : Math.max(0, label);
}

/** Row i of a data set. */
export function rowOf({ matrix, features }: TreeDataset, i: number): Float64Array {
  return Float64Array.from(matrix.subarray(i * features, (i + 1) * features));
}
