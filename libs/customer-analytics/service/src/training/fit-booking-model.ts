import { setImmediate as nextTurn } from 'node:timers/promises';
import { DomainError } from '@bellwether/errors';
import {
  encodeRows,
  fitColumns,
  labelsOf,
  type EncodedColumn,
  type RowSet,
  type TrainingTable,
} from '@bellwether/feature-engineering';
import { calibrate, type Calibration } from '@bellwether/model-kernel/calibration';
import { classConditionalScores, type ClassConditionalScores } from '@bellwether/model-kernel/conformal';
import { quantile } from '@bellwether/model-kernel/numerics';
import { compileTrees, treeCount, type TreeEnsemble } from '@bellwether/model-kernel/trees';
import { chooseCalibration, pooled, type CalibrationChoice, type ScoredFold } from './choose-calibration.js';
import { fitTreesOn } from './fit-trees-on.js';
import type { Hyperparameters, ModelConfig } from './model-config.js';
import { validationFolds } from './time-split.js';

/** All that predicting takes. */
export interface FittedModel {
  readonly columns: readonly EncodedColumn[];
  readonly ensemble: TreeEnsemble;
  readonly calibration: Calibration;
  readonly calibrationChoice: CalibrationChoice;
  readonly conformal: ClassConditionalScores;
  /** Rows of the validation periods that calibration and conformal scores come from. */
  readonly validationRows: number;
}

export interface FitOptions {
  readonly config: ModelConfig;
  readonly hyperparameters: Hyperparameters;
  /** The training rows are what was known at this instant, in seconds since 1970. */
  readonly cutoff: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (share: number, message: string) => void;
}

/**
 * Fits a model on what was known at a cut-off.
 *
 * Each of the last periods before it is predicted by trees grown on what was known at its start, stopped early on it. The
 * median of their counts becomes the number of trees. Their margins, made before the outcomes were known, choose and fit
 * the calibration and give the conformal scores. Then the trees are grown again on all training rows, the newest included.
 *
 * @see Vovk (2015), Cross-conformal predictors, Annals of Mathematics and Artificial Intelligence 74, for conformal scores
 *   from models of the folds; folds that roll forward in time keep the order that exchangeability would need, so coverage
 *   is measured on the test rows rather than promised.
 * @throws FAILED_PRECONDITION when there are too few rows to validate on; the reason of `signal` once it is aborted.
 */
export async function fitBookingModel(
  table: TrainingTable,
  training: RowSet,
  { config, hyperparameters, cutoff, signal, onProgress }: FitOptions,
): Promise<FittedModel> {
  const folds = validationFolds(table, training, cutoff, config.validation);
  const scored: ScoredFold[] = [];
  const counts: number[] = [];
  const share = 1 / (folds.length + 1);
  for (const [i, fold] of folds.entries()) {
    await turn(signal);
    const columns = fitColumns(table, fold.training, hyperparameters.min_category_rows);
    requireColumns(columns);
    const ensemble = fitTreesOn(table, columns, fold.training, {
      hyperparameters,
      trees: hyperparameters.n_estimators,
      validation: fold.validation,
      asOf: cutoff - (folds.length - i) * config.validation.fold_days * 86_400,
      onTree: (tree) =>
        onProgress?.(
          (i + tree / hyperparameters.n_estimators) * share,
          `validation period ${i + 1} of ${folds.length}`,
        ),
    });
    counts.push(treeCount(ensemble));
    const margins = compileTrees(ensemble).margins(encodeRows(table, columns, fold.validation), fold.validation.length);
    scored.push({ margins, labels: labelsOf(table, fold.validation) });
  }
  await turn(signal);
  const trees = Math.max(1, Math.round(quantile(counts, 0.5)));
  const columns = fitColumns(table, training, hyperparameters.min_category_rows);
  requireColumns(columns);
  const ensemble = fitTreesOn(table, columns, training, {
    hyperparameters,
    trees,
    asOf: cutoff,
    onTree: (tree) => onProgress?.((folds.length + tree / trees) * share, `growing ${trees} trees on all rows`),
  });
  const { choice, calibration } = chooseCalibration(scored);
  const { margins, labels } = pooled(scored);
  const probabilities = margins.map((margin) => calibrate(calibration, margin));
  return {
    columns,
    ensemble,
    calibration,
    calibrationChoice: choice,
    conformal: classConditionalScores(probabilities, labels),
    validationRows: labels.length,
  };
}

/** Calibrated probabilities of rows, shape (rows,). */
export function predictRows(
  table: TrainingTable,
  model: Pick<FittedModel, 'columns' | 'ensemble' | 'calibration'>,
  rows: RowSet,
): Float64Array {
  const margins = compileTrees(model.ensemble).margins(encodeRows(table, model.columns, rows), rows.length);
  return margins.map((margin) => calibrate(model.calibration, margin));
}

/** Lets messages in: a fit holds the thread, and a request to stop can be heard only between two. */
async function turn(signal: AbortSignal | undefined): Promise<void> {
  await nextTurn();
  signal?.throwIfAborted();
}

function requireColumns(columns: readonly EncodedColumn[]): void {
  if (columns.length > 0) return;
  throw new DomainError('FAILED_PRECONDITION', 'every feature has one value only on the training rows');
}
