import { createRng, type Rng } from '../numerics/index.js';
import { checkDataset, type TreeDataset } from './dataset.js';
import type { TreeEnsemble } from './ensemble.js';
import { EnsembleBuilder } from './ensemble-builder.js';
import { TreeGrower } from './grower.js';
import { openFit, weighedRows } from './open-fit.js';
import { resolveOptions, type TreeOptions } from './options.js';

/** How to fit a forest; every field has a default, those not named here that of {@link TreeOptions}. */
export interface ForestOptions extends Pick<TreeOptions, 'seed' | 'maxBins' | 'maxDepth' | 'engine' | 'monotone'> {
  /** Number of trees. Default 100. */
  readonly trees?: number;
  /** Most leaves of a tree. Default 255: each holds a histogram while the tree grows. */
  readonly leaves?: number;
  /** Fewest distinct rows of a leaf, estimated as in boosted trees. Default 5. */
  readonly minChildSamples?: number;
  /** Share of the features that each split may use, drawn anew. Default 1/3. */
  readonly nodeFeatureFraction?: number;
}

const DEFAULTS = { leaves: 255, minChildSamples: 5, nodeFeatureFraction: 1 / 3 } as const;

/** A forest has no learning rate, and its leaves are plain means. */
const FIXED = {
  ...{ objective: 'squared', lambda: 0, categoryL2: 0, minChildWeight: 0 },
  ...{ featureFraction: 1, baggingFraction: 1, classWeight: 'none' },
} as const satisfies TreeOptions;

/**
 * Fits a random forest of regression trees: each is grown on as many rows as there are, drawn with replacement, each of its
 * splits is the best of a draw of features, each of its leaves is the weighted mean label of its rows, and the forest is the
 * mean of its trees.
 *
 * It is an ensemble like a boosted one: base score + Σ (leaf − base score) / trees, so it is scored, explained and exported
 * by the same code. Trees grow best split first up to `leaves`, not to purity.
 *
 * @param data n rows of F features, labels and optional weights; weights weigh, and do not change what is drawn, but for a row of
 *   weight 0, which is never drawn.
 * @throws INVALID_ARGUMENT for data or options outside their rule; RESOURCE_EXHAUSTED when the work does not fit 4 GiB.
 * @see Breiman (2001), Random forests, Machine Learning 45(1).
 */
export function fitForest(data: TreeDataset, options: ForestOptions = {}): TreeEnsemble {
  const { trees = 100 } = options;
  const resolved = resolveOptions({ ...DEFAULTS, ...options, ...FIXED, trees, learningRate: 1 / trees }, data);
  checkDataset('dataset', data, resolved.objective);
  const rng = createRng(resolved.seed);
  const { space, bins, base } = openFit(data, resolved, rng);
  const { kernels, at, n } = space;
  const pool = weighedRows(space.weights);
  const weights = space.weights.slice();
  const builder = new EnsembleBuilder(bins);
  const grower = new TreeGrower(space, bins, resolved, rng.fork('node features'));
  const useful = grower.usefulFeatures();
  const rowRng = rng.fork('rows');
  for (let tree = 0; tree < trees; tree++) {
    const drawn = bootstrap(pool, n, rowRng);
    space.weights.set(weights.map((weight, row) => weight * drawn[row]!));
    kernels.squaredGradients(at.scores, at.labels, at.weights, n, at.gradients);
    const rows = pool.filter((row) => drawn[row]! > 0);
    space.rows.set(rows);
    grower.grow(rows.length, rows.length === n, useful, builder);
  }
  return builder.build({ objective: resolved.objective, baseScore: base, featureNames: data.featureNames });
}

/** How often each of n rows is drawn, in as many draws with replacement as the pool has rows. */
function bootstrap(pool: Uint32Array, n: number, rng: Rng): Uint32Array {
  const counts = new Uint32Array(n);
  for (let draw = 0; draw < pool.length; draw++) counts[pool[rng.int(pool.length)]!]! += 1;
  return counts;
}
