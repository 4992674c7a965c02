import { DomainError } from '@bellwether/errors';
import { leafOf, treeCount, type TreeEnsemble, type TreeObjective } from './ensemble.js';
import { OBJECTIVES } from './objectives.js';

/**
 * Margin of one row: the reference that every faster evaluator must equal bit for bit.
 *
 * @param row shape (F,), or a matrix whose row starts at `offset`.
 * @throws INVALID_ARGUMENT when fewer than F values follow the offset.
 */
export function predictMargin(ensemble: TreeEnsemble, row: ArrayLike<number>, offset = 0): number {
  if (!(offset >= 0 && row.length >= offset + ensemble.featureCount)) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `row must hold ${ensemble.featureCount} values from offset ${offset}, got ${row.length}`,
    );
  }
  const trees = treeCount(ensemble);
  let margin = ensemble.baseScore;
  for (let tree = 0; tree < trees; tree++) margin += ensemble.value[leafOf(ensemble, tree, row, offset)]!;
  return margin;
}

/**
 * Margins of all rows of a matrix.
 *
 * @param matrix row-major n × F.
 * @param rows n.
 * @returns shape (n,).
 * @throws INVALID_ARGUMENT when the matrix does not hold rows × F values.
 */
export function predictMargins(ensemble: TreeEnsemble, matrix: ArrayLike<number>, rows: number): Float64Array {
  if (matrix.length !== rows * ensemble.featureCount) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `matrix must hold rows × features = ${rows * ensemble.featureCount} values, got ${matrix.length}`,
    );
  }
  return Float64Array.from({ length: rows }, (_, i) => predictMargin(ensemble, matrix, i * ensemble.featureCount));
}

/** What a margin predicts in the unit of the labels: a probability, the label itself, or the mean whose logarithm it is. */
export function predictionOfMargin(objective: TreeObjective, margin: number): number {
  return OBJECTIVES[objective].predictionOf(margin);
}
