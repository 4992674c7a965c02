import type { Rng } from '../numerics/index.js';
import { findCategories } from './category-bins.js';
import type { TreeDataset } from './dataset.js';
import { findCuts } from './numeric-cuts.js';
import { sortFloats } from './sort-floats.js';

/** How the values of one feature fall into bins 0 … valueBins − 1; missing values, if any, take the bin valueBins. */
export type FeatureBins = NumericBins | CategoricalBins;

export interface NumericBins {
  readonly kind: 'numeric';
  readonly valueBins: number;
  readonly hasMissing: boolean;
  /** Ascending f32; bin k holds cuts[k − 1] < x ≤ cuts[k]. */
  readonly cuts: Float32Array;
}

export interface CategoricalBins {
  readonly kind: 'categorical';
  readonly valueBins: number;
  readonly hasMissing: boolean;
  /** Code of each bin, most frequent first; a last bin without a code holds the rarer ones. */
  readonly codes: Int32Array;
  readonly binOf: ReadonlyMap<number, number>;
}

/** Rows that quantiles are taken from; more do not move them. */
const QUANTILE_ROWS = 200_000;

/** Rows copied at a time in a transposition: their lines stay in the first-level cache. */
const BLOCK = 64;

/** The matrix by columns, rounded to f32; shape (F, n). */
export function toColumns({ rows, features, matrix }: TreeDataset): Float32Array {
  const columns = new Float32Array(rows * features);
  for (let from = 0; from < rows; from += BLOCK) {
    const to = Math.min(rows, from + BLOCK);
    for (let f = 0; f < features; f++) {
      const column = f * rows;
      for (let i = from, at = from * features + f; i < to; i++, at += features) columns[column + i] = matrix[at]!;
    }
  }
  return columns;
}

/** Ascending rows to take quantiles from: all, or a draw without replacement (Knuth's algorithm S). */
function quantileRows(rows: number, rng: Rng): Uint32Array | undefined {
  if (rows <= QUANTILE_ROWS) return undefined;
  const chosen = new Uint32Array(QUANTILE_ROWS);
  let taken = 0;
  for (let i = 0; taken < QUANTILE_ROWS; i++) {
    if (rng.next() * (rows - i) < QUANTILE_ROWS - taken) chosen[taken++] = i;
  }
  return chosen;
}

function numericBins(column: Float32Array, sample: Uint32Array | undefined, maxBins: number): NumericBins {
  let hasMissing = false;
  for (let i = 0; i < column.length && !hasMissing; i++) hasMissing = Number.isNaN(column[i]!);
  const present = new Float32Array(sample?.length ?? column.length);
  let count = 0;
  for (let i = 0; i < present.length; i++) {
    const x = column[sample?.[i] ?? i]!;
    if (!Number.isNaN(x)) present[count++] = x;
  }
  const cuts = findCuts(sortFloats(present.subarray(0, count)), maxBins);
  return { kind: 'numeric', valueBins: cuts.length + 1, hasMissing, cuts };
}

function categoricalBins(column: Float32Array): CategoricalBins {
  const { codes, binOf, hasRest } = findCategories(column);
  return {
    kind: 'categorical',
    valueBins: codes.length + (hasRest ? 1 : 0),
    hasMissing: column.some(Number.isNaN),
    codes,
    binOf,
  };
}

/**
 * Bins of every feature.
 *
 * @param columns shape (F, n), f32.
 * @param rng draws the rows that quantiles are taken from, when there are more than needed.
 */
export function findFeatureBins(data: TreeDataset, columns: Float32Array, maxBins: number, rng: Rng): FeatureBins[] {
  const sample = quantileRows(data.rows, rng);
  const categorical = new Set(data.categorical);
  return Array.from({ length: data.features }, (_, f) => {
    const column = columns.subarray(f * data.rows, (f + 1) * data.rows);
    return categorical.has(f) ? categoricalBins(column) : numericBins(column, sample, maxBins);
  });
}

/** Bins in use, that of missing values included. */
export function usedBins(bins: FeatureBins): number {
  return bins.valueBins + (bins.hasMissing ? 1 : 0);
}
