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

/** Who went where between two segmentations. @param before,after segment by customer; who is in one only, does not count. */
export function migrationOf(
  before: ReadonlyMap<number, string>,
  after: ReadonlyMap<number, string>,
  names: readonly string[],
): MigrationTable {
  const counts = new Map<string, number>();
  let [customers, stayed] = [0, 0];
  for (const [customer, from] of before) {
    const to = after.get(customer);
    if (to === undefined) continue;
    customers++;
    if (from === to) stayed++;
    counts.set(`${from}\n${to}`, (counts.get(`${from}\n${to}`) ?? 0) + 1);
  }
  const moves = names.flatMap((from) =>
    names.flatMap((to) => {
      const moved = counts.get(`${from}\n${to}`);
      return moved === undefined ? [] : [{ from, to, customers: moved }];
    }),
  );
  return { moves, customers, stability: customers === 0 ? null : stayed / customers };
}
