/** Rows without the names of their columns, which stand once before them. */
export interface CompactRows {
  readonly columns: readonly string[];
  readonly values: readonly (readonly unknown[])[];
}

const PLAIN_NAME = /^[A-Za-z_]\w*$/;

/**
 * Rows as lists of values in the order of the columns of the first one: the engine reads them in about half the time that
 * it takes for objects.
 *
 * @returns null where a row has other columns than the first one, or a name would have to be quoted: objects say that.
 */
export function compactRows(rows: readonly object[]): CompactRows | null {
  const columns = Object.keys(rows[0] ?? {});
  if (columns.length === 0 || !columns.every((name) => PLAIN_NAME.test(name))) return null;
  const values: unknown[][] = [];
  for (const row of rows as readonly Readonly<Record<string, unknown>>[]) {
    if (Object.keys(row).length !== columns.length) return null;
    const cells = columns.map((name) => row[name]);
    // As many columns, none of them missing, are the same columns. JSON leaves these out of objects, but not of lists.
    if (cells.some(isLeftOut)) return null;
    values.push(cells);
  }
  return { columns, values };
}

function isLeftOut(value: unknown): boolean {
  return value === undefined || typeof value === 'function' || typeof value === 'symbol';
}
