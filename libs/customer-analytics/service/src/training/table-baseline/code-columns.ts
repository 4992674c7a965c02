import type { InferredColumn } from './infer-columns.js';

/** A category with fewer training rows reads as missing, as one never seen will. */
const FEWEST_ROWS = 5;

/**
 * Makes the matrix of some rows, with categories numbered by how they occur on the training rows alone.
 *
 * @returns for rows given, the row-major matrix, shape (rows × columns).
 */
export function columnCoder(
  columns: readonly InferredColumn[],
  training: readonly number[],
): (rows: readonly number[]) => Float64Array {
  const codes = columns.map((column) => (column.kind === 'categorical' ? codesOf(column.values, training) : null));
  return (rows) => {
    const matrix = new Float64Array(rows.length * columns.length);
    let at = 0;
    for (const row of rows) {
      columns.forEach((column, c) => {
        const value = column.values[row]!;
        matrix[at++] = column.kind === 'numeric' ? Number(value) : (codes[c]!.get(String(value)) ?? NaN);
      });
    }
    return matrix;
  };
}

function codesOf(values: readonly (string | null)[], training: readonly number[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const row of training) {
    const value = values[row];
    if (value !== null && value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const kept = [...counts].filter(([, count]) => count >= FEWEST_ROWS).map(([value]) => value);
  return new Map(kept.sort().map((value, code) => [value, code]));
}
