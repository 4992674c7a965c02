import fc from 'fast-check';

/** A drawn sample of labels with both classes, and scores in [0, 1] coarse enough to tie. */
export const binarySample = fc
  .array(fc.record({ label: fc.integer({ min: 0, max: 1 }), score: fc.integer({ min: 0, max: 20 }) }), {
    minLength: 2,
    maxLength: 60,
  })
  .filter((rows) => new Set(rows.map((row) => row.label)).size === 2)
  .map((rows) => ({
    labels: Float64Array.from(rows, (row) => row.label),
    scores: Float64Array.from(rows, (row) => row.score / 20),
  }));

/** The sample with each row repeated as often as its integer weight says. */
export function repeated(values: ArrayLike<number>, weights: ArrayLike<number>): Float64Array {
  return Float64Array.from(Array.from(values).flatMap((value, i) => new Array<number>(weights[i]!).fill(value)));
}
