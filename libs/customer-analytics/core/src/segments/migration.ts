/** The code of who has no segment. */
export const NO_SEGMENT = 255;

/** Customers by the segment that they were in and the one they are in. */
export interface Migration {
  readonly from: string;
  readonly to: string;
  readonly customers: number;
}

export interface MigrationTable {
  /** Moves that somebody made, staying included, in the order of the names. */
  readonly moves: readonly Migration[];
  /** Customers who had a segment both times. */
  readonly customers: number;
  /** Share of them who are where they were; null where there are none. */
  readonly stability: number | null;
}

/**
 * Who went where between two segmentations.
 *
 * @param before,after shape (customers,): indices of names, or NO_SEGMENT; who has none at one time does not count.
 * @param names at most 255.
 */
export function migrationOf(before: Uint8Array, after: Uint8Array, names: readonly string[]): MigrationTable {
  const counts = new Float64Array(names.length ** 2);
  let [customers, stayed] = [0, 0];
  before.forEach((from, customer) => {
    const to = after[customer]!;
    if (from === NO_SEGMENT || to === NO_SEGMENT) return;
    customers++;
    if (from === to) stayed++;
    counts[from * names.length + to]!++;
  });
  const moves = names.flatMap((from, i) =>
    names.map((to, j) => ({ from, to, customers: counts[i * names.length + j]! })),
  );
  return {
    moves: moves.filter((move) => move.customers > 0),
    customers,
    stability: customers === 0 ? null : stayed / customers,
  };
}
