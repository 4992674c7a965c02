import {
  encodeRows,
  labelsOf,
  SECONDS_PER_DAY,
  type EncodedColumn,
  type RowSet,
  type TrainingTable,
} from '@bellwether/feature-engineering';
import { fitTrees, type TreeDataset, type TreeEnsemble } from '@bellwether/model-kernel/trees';
import type { Hyperparameters } from './model-config.js';

export interface FitTreesOptions {
  readonly hyperparameters: Hyperparameters;
  /** Number of trees; without validation it is final. */
  readonly trees: number;
  /** Rows to stop early on. */
  readonly validation?: RowSet;
  /** Rows weigh less the longer before this instant (seconds since 1970) they were known. */
  readonly asOf: number;
  /** Called after each tree. */
  readonly onTree?: (tree: number) => void;
}

/**
 * Grows trees on rows of a table, by the model's hyperparameters. A row weighs 2^(−age / half-life), the age being that of
 * its label, times the class weight where it is positive.
 */
export function fitTreesOn(
  table: TrainingTable,
  columns: readonly EncodedColumn[],
  rows: RowSet,
  { hyperparameters: set, trees, validation, asOf, onTree }: FitTreesOptions,
): TreeEnsemble {
  const positive = positiveWeight(labelsOf(table, rows), set.class_weight);
  const weigh = (of: RowSet, halfLife: number): Float64Array =>
    Float64Array.from(of, (row) => {
      const age = halfLife > 0 ? Math.max(asOf - table.maturedAt[row]!, 0) / SECONDS_PER_DAY / halfLife : 0;
      return (table.labels[row] === 1 ? positive : 1) * 2 ** -age;
    });
  return fitTrees(
    { ...datasetOf(table, columns, rows), weights: weigh(rows, set.half_life_days) },
    {
      objective: 'binary',
      trees,
      leaves: set.num_leaves,
      learningRate: set.learning_rate,
      maxDepth: set.max_depth,
      minChildSamples: set.min_child_samples,
      lambda: set.lambda_l2,
      featureFraction: set.feature_fraction,
      baggingFraction: set.bagging_fraction,
      seed: set.seed,
      ...(validation && {
        // Weighed by class as the training rows are: the margins to be judged are those of the weighed classes.
        earlyStopping: {
          validation: { ...datasetOf(table, columns, validation), weights: weigh(validation, 0) },
          rounds: set.early_stopping_rounds,
        },
      }),
      ...(onTree && { onProgress: (tree: number) => onTree(tree) }),
    },
  );
}

function datasetOf(table: TrainingTable, columns: readonly EncodedColumn[], rows: RowSet): TreeDataset {
  return {
    rows: rows.length,
    features: columns.length,
    featureNames: columns.map(({ name }) => name),
    matrix: encodeRows(table, columns, rows),
    labels: labelsOf(table, rows),
    categorical: columns.flatMap(({ kind }, i) => (kind === 'categorical' ? [i] : [])),
  };
}

/** (negatives / positives)^power. */
function positiveWeight(labels: ArrayLike<number>, power: number): number {
  let positives = 0;
  for (let i = 0; i < labels.length; i++) positives += labels[i]!;
  return positives === 0 ? 1 : ((labels.length - positives) / positives) ** power;
}
