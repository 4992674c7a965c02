import { distributionOf, empiricalDistribution, sketchOf } from '@bellwether/model-kernel/two-sample';
import type { ColumnSummary } from './column-summary.js';

/** How the values of a model's input column were spread over the training rows, small enough to travel with the model. */
export interface ColumnReference {
  /** Rows without a value. */
  readonly missing: number;
  /** Of a numeric column: ascending. */
  readonly values?: readonly number[] | undefined;
  /** How many rows each value stands for; of a categorical column the rows of each category, by code. */
  readonly counts: readonly number[];
  /** Of a numeric column: how far the distribution function may be off. */
  readonly rank_error?: number | undefined;
}

/** Of a thousand rows or fewer drift is told by exact tests, which want them all; of more by distances. */
const ROWS_OF_TESTS = 1_000;
const SKETCH_VALUES = 200;

/**
 * @param matrix row-major. @param column index of the column. @param width number of columns.
 * @param categories of a categorical column, by code.
 */
export function referenceOf(
  matrix: Float64Array,
  column: number,
  width: number,
  categories?: readonly string[],
): ColumnReference {
  const rows = matrix.length / width;
  const all = Float64Array.from({ length: rows }, (_, row) => matrix[row * width + column]!);
  const known = all.filter((value) => !Number.isNaN(value));
  const missing = rows - known.length;
  if (categories) {
    const counts = new Array<number>(categories.length).fill(0);
    for (const code of known) counts[code]! += 1;
    return { missing, counts };
  }
  if (known.length === 0) return { missing, values: [], counts: [], rank_error: 0 };
  const most = known.length <= ROWS_OF_TESTS ? ROWS_OF_TESTS : SKETCH_VALUES;
  const { values, counts, rankError } = sketchOf(empiricalDistribution(known), most);
  return { missing, values: [...values], counts: [...counts], rank_error: rankError };
}

/** A reference as drift is told from it. @param categories of a categorical column, by code. */
export function summaryOfReference(
  { missing, values, counts }: ColumnReference,
  categories?: readonly string[],
): ColumnSummary {
  if (categories) {
    const present = categories.map((name, code) => [name, counts[code]!] as const).filter(([, count]) => count > 0);
    return { kind: 'categorical', counts: new Map(present), missing };
  }
  const known = values !== undefined && values.length > 0;
  const distribution = known ? distributionOf(Float64Array.from(values), Float64Array.from(counts)) : null;
  return { kind: 'numeric', distribution, missing };
}
