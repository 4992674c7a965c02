import type { Rng } from '../numerics/index.js';
import type { TreeDataset } from './dataset.js';
import { findFeatureBins, toColumns, type FeatureBins } from './feature-bins.js';
import { baseScore, effectiveWeights } from './objective.js';
import type { ResolvedOptions } from './options.js';
import { openWorkspace, type Workspace } from './workspace.js';

/** What trees are grown in and from. */
export interface OpenFit {
  /** Weights, labels and bins of every row, all scores at the base. */
  readonly space: Workspace;
  readonly bins: readonly FeatureBins[];
  readonly base: number;
}

/** @throws RESOURCE_EXHAUSTED when the work does not fit 4 GiB. */
export function openFit(data: TreeDataset, options: ResolvedOptions, rng: Rng): OpenFit {
  const columns = toColumns(data);
  const bins = findFeatureBins(data, columns, options.maxBins, rng.fork('quantiles'));
  const space = openWorkspace(options.engine, data.rows, bins, columns, options.leaves);
  const weights = effectiveWeights(data, options);
  const base = baseScore(data, weights, options);
  space.weights.set(weights);
  space.labels.set(data.labels);
  space.scores.fill(base);
  return { space, bins, base };
}

/** Rows that have a say: those of positive weight, ascending. */
export function weighedRows(weights: Float64Array): Uint32Array {
  const rows = new Uint32Array(weights.length);
  let count = 0;
  for (let i = 0; i < weights.length; i++) if (weights[i]! > 0) rows[count++] = i;
  return rows.subarray(0, count);
}
