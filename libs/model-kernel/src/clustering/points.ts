import { DomainError } from '@bellwether/errors';

/** n points of d coordinates, row by row. */
export interface Points {
  /** Shape (n · d,), finite. */
  readonly values: Float64Array;
  readonly count: number;
  readonly dimensions: number;
}

/**
 * Points of their rows.
 *
 * @param rows shape (n, d), n and d ≥ 1.
 * @throws INVALID_ARGUMENT for no rows, rows of different lengths, or a coordinate that is not finite.
 */
export function pointsOf(rows: readonly (readonly number[])[]): Points {
  const dimensions = rows[0]?.length ?? 0;
  if (dimensions === 0) throw new DomainError('INVALID_ARGUMENT', 'points must have a coordinate or more');
  const values = new Float64Array(rows.length * dimensions);
  for (const [i, row] of rows.entries()) {
    if (row.length !== dimensions || !row.every(Number.isFinite)) {
      throw new DomainError('INVALID_ARGUMENT', `point ${i} must have ${dimensions} finite coordinates, got [${row}]`);
    }
    values.set(row, i * dimensions);
  }
  return { values, count: rows.length, dimensions };
}

/** Some of the points, in the order of their indices. */
export function pointsAt({ values, dimensions }: Points, indices: ArrayLike<number>): Points {
  const chosen = new Float64Array(indices.length * dimensions);
  for (let i = 0; i < indices.length; i++) {
    const from = indices[i]! * dimensions;
    chosen.set(values.subarray(from, from + dimensions), i * dimensions);
  }
  return { values: chosen, count: indices.length, dimensions };
}

/** Squared Euclidean distance of the i-th of one and the j-th of another set of points. */
export function squaredDistance(a: Points, i: number, b: Points, j: number): number {
  const { dimensions: d } = a;
  let sum = 0;
  for (let c = 0; c < d; c++) sum += (a.values[i * d + c]! - b.values[j * d + c]!) ** 2;
  return sum;
}
