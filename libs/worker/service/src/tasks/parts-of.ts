/** Rows in parts of at most a size, in order. */
export function* partsOf<Row>(rows: readonly Row[], size: number): Generator<Row[], void, undefined> {
  for (let from = 0; from < rows.length; from += size) yield rows.slice(from, from + size);
}
