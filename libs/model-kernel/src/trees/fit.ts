import { DomainError } from '@bellwether/errors';
import { createRng, type Rng } from '../numerics/index.js';
import { checkAnyPositive, checkBothClasses, checkDataset, type TreeDataset } from './dataset.js';
import type { TreeEnsemble } from './ensemble.js';
import { EnsembleBuilder } from './ensemble-builder.js';
import { TreeGrower, type GrownTree } from './grower.js';
import { OBJECTIVES } from './objectives.js';
import { openFit, weighedRows } from './open-fit.js';
import { resolveOptions, type ResolvedOptions, type TreeOptions } from './options.js';
import { drawRows } from './row-sampling.js';
import { ValidationTracker } from './validation.js';
import type { Workspace } from './workspace.js';

function checkInputs(data: TreeDataset, options: ResolvedOptions): void {
  checkDataset('dataset', data, options.objective);
  if (options.objective === 'binary') checkBothClasses('dataset', data);
  if (options.objective === 'tweedie') checkAnyPositive('dataset', data);
  if (options.earlyStopping === undefined) return;
  const { validation, metric } = options.earlyStopping;
  checkDataset('validation', validation, options.objective);
  if (validation.features !== data.features) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `validation.features must be that of dataset, ${data.features}, got ${validation.features}`,
    );
  }
  if (metric === 'auc') checkBothClasses('validation', validation);
}

/** A sorted draw of features for one tree. */
function drawFeatures(useful: readonly number[], fraction: number, rng: Rng): readonly number[] {
  if (fraction === 1 || useful.length === 0) return useful;
  const wanted = Math.max(1, Math.round(fraction * useful.length));
  return rng
    .shuffle([...useful])
    .slice(0, wanted)
    .sort((a, b) => a - b);
}

/** Adds the new tree to the scores of rows from … to − 1 of the row list, which it was not grown on. */
function scoreRest(space: Workspace, { splits, leaves }: GrownTree, root: number, from: number, to: number): void {
  const { at, kernels, goesLeft, n } = space;
  const ranges = new Map([[root, { start: from, count: to - from }]]);
  for (const split of splits) {
    const { start, count } = ranges.get(split.node)!;
    goesLeft.set(split.goesLeft);
    const left = kernels.partitionRows(
      ...([at.columnBins + split.feature * n, at.rows + start * 4, count, at.goesLeft, at.spare] as const),
    );
    ranges.set(split.leftChild, { start, count: left });
    ranges.set(split.leftChild + 1, { start: start + left, count: count - left });
  }
  for (const { node, value } of leaves) {
    const { start, count } = ranges.get(node)!;
    kernels.addToScores(at.scores, at.rows + start * 4, count, value);
  }
}

/**
 * Fits a gradient-boosted ensemble: each tree is a Newton step, its leaf values −η G / (H + λ) with G and H the sums of the
 * loss's gradients and hessians over the leaf's rows. Trees grow leaf-wise on histograms of at most 256 bins a feature.
 *
 * The result depends on data, options and seed only: both engines, and every machine, give the same bits.
 *
 * @param data n rows of F features, labels and optional weights.
 * @returns the ensemble, cut at the best tree where early stopping is on.
 * @throws INVALID_ARGUMENT for data or options outside their rule; FAILED_PRECONDITION for labels of one class;
 * RESOURCE_EXHAUSTED when the work does not fit 4 GiB; ABORTED when onProgress answers false.
 * @see Friedman (2001), Greedy function approximation, Annals of Statistics 29(5); Chen & Guestrin (2016), XGBoost, KDD,
 * §2.2; Ke et al. (2017), LightGBM, NeurIPS.
 */
export function fitTrees(data: TreeDataset, options: TreeOptions = {}): TreeEnsemble {
  const resolved = resolveOptions(options, data);
  checkInputs(data, resolved);
  const rng = createRng(resolved.seed);
  const { space, bins, base } = openFit(data, resolved, rng);
  const builder = new EnsembleBuilder(bins);
  const tracker = resolved.earlyStopping && new ValidationTracker(resolved.earlyStopping, base, resolved.variancePower);
  boost(space, new TreeGrower(space, bins, resolved, rng.fork('node features')), builder, tracker, base, resolved, rng);
  return builder.build({
    objective: resolved.objective,
    baseScore: base,
    featureNames: data.featureNames,
    ...(tracker === undefined ? {} : { to: tracker.bestTrees }),
  });
}

/** Adds trees until there are enough, none can be grown, or the validation rows say stop. */
function boost(
  space: Workspace,
  grower: TreeGrower,
  builder: EnsembleBuilder,
  tracker: ValidationTracker | undefined,
  base: number,
  options: ResolvedOptions,
  rng: Rng,
): void {
  const { objective, baggingFraction, featureFraction, onProgress } = options;
  const { at, kernels, n } = space;
  const pool = weighedRows(space.weights);
  const useful = grower.usefulFeatures();
  const featureRng = rng.fork('features');
  const rowRng = rng.fork('rows');

  for (let tree = 0; tree < options.trees; tree++) {
    OBJECTIVES[objective].writeGradients(space, options.variancePower);
    let drawn = pool.length;
    if (baggingFraction < 1) drawn = drawRows(pool, baggingFraction, rowRng, space.rows);
    else space.rows.set(pool);

    const root = builder.nodes;
    const grown = grower.grow(drawn, drawn === n, drawFeatures(useful, featureFraction, featureRng), builder);
    for (const { start, n: count, value } of grown.leaves) {
      kernels.addToScores(at.scores, at.rows + start * 4, count, value);
    }
    if (drawn < pool.length) scoreRest(space, grown, root, drawn, pool.length);

    const progress = tracker?.add(builder.build({ objective, baseScore: base, from: tree }), tree + 1);
    if (onProgress?.(tree, progress?.value) === false) {
      throw new DomainError('ABORTED', `the fit was cancelled after tree ${tree}`);
    }
    // Without draws every later tree would see what this one saw, and stay one leaf.
    const drawless = baggingFraction === 1 && featureFraction === 1 && options.nodeFeatureFraction === 1;
    const exhausted = grown.splits.length === 0 && drawless;
    if (progress?.stop === true || exhausted) return;
  }
}
