import { DomainError } from '@bellwether/errors';

const pairs = (n: number): number => (n * (n - 1)) / 2;

/**
 * Adjusted Rand index of two partitions of the same things: the share of pairs on which they agree, corrected for chance,
 * (Σ_ij C(n_ij, 2) − E) / (½ (Σ_i C(a_i, 2) + Σ_j C(b_j, 2)) − E) with E = Σ_i C(a_i, 2) · Σ_j C(b_j, 2) / C(n, 2).
 * 1 where they are the same up to names, about 0 where one is drawn by chance.
 *
 * @param a,b shape (n,), n ≥ 1: the part that each thing is in.
 * @throws INVALID_ARGUMENT for partitions of different lengths, or of nothing.
 * @see Hubert & Arabie (1985), Comparing partitions, Journal of Classification 2, eq. 5.
 */
export function adjustedRandIndex(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length || a.length === 0) {
    const message = `partitions must be of the same things, one or more, got ${a.length} and ${b.length}`;
    throw new DomainError('INVALID_ARGUMENT', message);
  }
  const [rows, columns, cells] = [new Map<number, number>(), new Map<number, number>(), new Map<string, number>()];
  for (let i = 0; i < a.length; i++) {
    count(rows, a[i]!);
    count(columns, b[i]!);
    count(cells, `${a[i]!} ${b[i]!}`);
  }
  const [together, inA, inB] = [cells, rows, columns].map(pairsWithin) as [number, number, number];
  const expected = a.length === 1 ? 0 : (inA * inB) / pairs(a.length);
  const most = (inA + inB) / 2;
  // Both are one part, or both are all single: the same partition.
  return most === expected ? 1 : (together - expected) / (most - expected);
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function pairsWithin(counts: ReadonlyMap<unknown, number>): number {
  let sum = 0;
  for (const n of counts.values()) sum += pairs(n);
  return sum;
}
