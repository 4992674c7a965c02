/** Rows that are equal in every column, once each. */
export interface GroupedRows {
  /** The first row of each group, ascending, shape (groups,). */
  readonly rows: Int32Array;
  /** Sum of the weights in each, shape (groups,). */
  readonly weights: Float64Array;
  /** The group of every row, shape (n,). */
  readonly groupOf: Int32Array;
}

/**
 * Groups equal rows: a million customers whose days are whole have far fewer different histories, and a likelihood needs each
 * of them once. Columns are coded one after the other, so the keys stay exact integers below n².
 *
 * @param columns of numbers, shape (n,) each. @param weights shape (n,); 1 each when absent.
 */
export function groupRows(columns: readonly ArrayLike<number>[], n: number, weights?: ArrayLike<number>): GroupedRows {
  let codes: Int32Array = new Int32Array(n);
  for (const column of columns) {
    const values = encode(n, (i) => column[i]!);
    const width = values.count;
    const before = codes;
    codes = encode(n, (i) => before[i]! * width + values.codes[i]!).codes;
  }
  const firsts: number[] = [];
  const sums: number[] = [];
  for (let i = 0; i < n; i++) {
    const group = codes[i]!;
    if (group === firsts.length) {
      firsts.push(i);
      sums.push(0);
    }
    sums[group]! += weights?.[i] ?? 1;
  }
  return { rows: Int32Array.from(firsts), weights: Float64Array.from(sums), groupOf: codes };
}

/** Numbers 0, 1, … for the different keys, in the order in which they first come. */
function encode(n: number, keyOf: (row: number) => number): { codes: Int32Array; count: number } {
  const known = new Map<number, number>();
  const codes = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    const key = keyOf(i);
    let code = known.get(key);
    if (code === undefined) known.set(key, (code = known.size));
    codes[i] = code;
  }
  return { codes, count: known.size };
}
