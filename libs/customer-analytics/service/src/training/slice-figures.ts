import type { GateSlice } from '@bellwether/contracts';
import { labelsOf, type BookingFeatureName, type RowSet, type TrainingTable } from '@bellwether/feature-engineering';
import { rocAuc } from '@bellwether/model-kernel/metrics';

/** Most slices of one column; the largest are kept. */
const MOST_SLICES = 50;

/** How rows without a value of the column are named. */
const MISSING = '(missing)';

/**
 * What a model is worth on each slice of rows, those with one category of a column.
 *
 * `calibration_bias` is the mean probability less the share of positives: above zero the slice is thought riskier than it
 * is. `auc` is left out of a slice whose outcomes are all alike.
 *
 * @param probabilities of the rows, shape (rows,).
 * @returns the largest first; none for a column that the table does not have, or that has no categories.
 */
export function sliceFigures(
  table: TrainingTable,
  rows: RowSet,
  probabilities: Float64Array,
  by: string,
): readonly GateSlice[] {
  const column = table.columns.indexOf(by as BookingFeatureName);
  const categories = table.categories[column];
  if (!categories) return [];
  const members = new Map<string, number[]>();
  rows.forEach((row, i) => {
    const code = table.matrix[row * table.columns.length + column]!;
    const value = Number.isNaN(code) ? MISSING : categories[code]!;
    const slice = members.get(value);
    if (slice === undefined) members.set(value, [i]);
    else slice.push(i);
  });
  return [...members]
    .map(([value, at]) => {
      const labels = labelsOf(
        table,
        Int32Array.from(at, (i) => rows[i]!),
      );
      const figures = figuresOf(
        labels,
        Float64Array.from(at, (i) => probabilities[i]!),
      );
      return { by, value, rows: at.length, figures };
    })
    .sort((a, b) => b.rows - a.rows)
    .slice(0, MOST_SLICES);
}

function figuresOf(labels: Float64Array, probabilities: Float64Array): Record<string, number> {
  const rate = mean(labels);
  return {
    base_rate: rate,
    calibration_bias: mean(probabilities) - rate,
    ...(rate > 0 && rate < 1 && { auc: rocAuc(labels, probabilities) }),
  };
}

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
