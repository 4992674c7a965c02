import { quantileOfSorted } from '@bellwether/model-kernel/numerics';

/** How the values of a column were spread over the training rows, for drift to be told from. */
export interface ReferenceDistribution {
  /** Share of the rows in [0, 1]. */
  readonly missing_share: number;
  /** Of a numeric column: the distinct inner deciles, ascending. */
  readonly edges?: readonly number[];
  /**
   * Shares of the rows that are not missing: by category, or by bin between edges, bin k holding
   * edges[k − 1] < x ≤ edges[k].
   */
  readonly shares: readonly number[];
}

/**
 * @param matrix row-major. @param column index of the column. @param width number of columns.
 * @param categories of a categorical column, by code.
 */
export function referenceDistribution(
  matrix: Float64Array,
  column: number,
  width: number,
  categories?: readonly string[],
): ReferenceDistribution {
  const values = Float64Array.from({ length: matrix.length / width }, (_, row) => matrix[row * width + column]!);
  const known = values.filter((value) => !Number.isNaN(value));
  const missing_share = values.length === 0 ? 0 : 1 - known.length / values.length;
  if (categories) {
    const counts = new Array<number>(categories.length).fill(0);
    for (const code of known) counts[code]! += 1;
    return { missing_share, shares: shareOf(counts, known.length) };
  }
  if (known.length === 0) return { missing_share, edges: [], shares: [] };
  const sorted = known.sort();
  const deciles = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((tenth) => quantileOfSorted(sorted, tenth / 10));
  const edges = [...new Set(deciles)];
  const counts = new Array<number>(edges.length + 1).fill(0);
  for (const value of known) {
    const bin = edges.findIndex((edge) => value <= edge);
    counts[bin < 0 ? edges.length : bin]! += 1;
  }
  return { missing_share, edges, shares: shareOf(counts, known.length) };
}

function shareOf(counts: readonly number[], total: number): number[] {
  return counts.map((count) => (total === 0 ? 0 : count / total));
}
