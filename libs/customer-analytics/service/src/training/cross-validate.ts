import { fitColumns, labelsOf, rowsWhere, type TrainingTable } from '@bellwether/feature-engineering';
import { rocAuc } from '@bellwether/model-kernel/metrics';
import { encodeRows } from '@bellwether/feature-engineering';
import { compileTrees } from '@bellwether/model-kernel/trees';
import { fitTreesOn } from './fit-trees-on.js';
import type { Hyperparameters } from './model-config.js';

/**
 * AUC over rolling origins: the decisions are cut into k + 1 equal periods, and each but the first is predicted by trees
 * grown on what was known at its start. Ranking needs no calibration, so none is fitted.
 *
 * @param trees number of trees of each fit.
 * @returns mean and sample standard deviation over the periods that have both outcomes; empty when there are fewer than two.
 */
export function crossValidatedAuc(
  table: TrainingTable,
  k: number,
  hyperparameters: Hyperparameters,
  trees: number,
  onFold: (fold: number) => void,
): Readonly<Record<string, number>> {
  const startOf = (period: number): number =>
    period > k ? Infinity : table.decidedAt[Math.floor((table.rows * period) / (k + 1))]!;
  const rows = Int32Array.from({ length: table.rows }, (_, row) => row);
  const scores: number[] = [];
  for (let fold = 1; fold <= k; fold++) {
    onFold(fold);
    const [start, end] = [startOf(fold), startOf(fold + 1)];
    const training = rowsWhere(rows, (row) => table.maturedAt[row]! <= start);
    const test = rowsWhere(rows, (row) => table.decidedAt[row]! >= start && table.decidedAt[row]! < end);
    if (!hasBoth(labelsOf(table, training)) || !hasBoth(labelsOf(table, test))) continue;
    const columns = fitColumns(table, training, hyperparameters.min_category_rows);
    const ensemble = fitTreesOn(table, columns, training, { hyperparameters, trees, asOf: start });
    const margins = compileTrees(ensemble).margins(encodeRows(table, columns, test), test.length);
    scores.push(rocAuc(labelsOf(table, test), margins));
  }
  if (scores.length < 2) return {};
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / (scores.length - 1);
  return { cv_auc_mean: mean, cv_auc_sd: Math.sqrt(variance), cv_folds: scores.length };
}

function hasBoth(labels: Float64Array): boolean {
  return labels.includes(0) && labels.includes(1);
}
