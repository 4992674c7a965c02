import {
  encodeRows,
  labelsOf,
  type EncodedColumn,
  type RowSet,
  type TrainingTable,
} from '@bellwether/feature-engineering';
import { fitTrees, type TreeDataset, type TreeEnsemble } from '@bellwether/model-kernel/trees';
import type { Hyperparameters } from './model-config.js';
import { positiveWeight, rowWeights } from './row-weights.js';

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

/** Grows trees on weighed rows of a table, by the model's hyperparameters. */
export function fitTreesOn(
  table: TrainingTable,
  columns: readonly EncodedColumn[],
  rows: RowSet,
  { hyperparameters: set, trees, validation, asOf, onTree }: FitTreesOptions,
): TreeEnsemble {
  return fitTrees(
    { ...datasetOf(table, columns, rows), weights: rowWeights(table, rows, set, asOf) },
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
          validation: {
            ...datasetOf(table, columns, validation),
            weights: classWeights(table, validation, positiveWeight(labelsOf(table, rows), set.class_weight)),
          },
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

function classWeights(table: TrainingTable, rows: RowSet, positive: number): Float64Array {
  return labelsOf(table, rows).map((label) => (label === 1 ? positive : 1));
}
