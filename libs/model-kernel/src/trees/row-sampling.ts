import type { Rng } from '../numerics/index.js';

/**
 * Draws rows without replacement (Knuth's algorithm S).
 *
 * @param pool ascending candidate rows.
 * @param fraction share to draw, in (0, 1]; at least one row is drawn.
 * @param rows shape (pool.length,): receives the drawn rows, ascending, then the rest, ascending.
 * @returns how many were drawn.
 */
export function drawRows(pool: Uint32Array, fraction: number, rng: Rng, rows: Uint32Array): number {
  const wanted = Math.max(1, Math.floor(fraction * pool.length));
  let drawn = 0;
  let rest = wanted;
  for (let i = 0; i < pool.length; i++) {
    if (rng.next() * (pool.length - i) < wanted - drawn) rows[drawn++] = pool[i]!;
    else rows[rest++] = pool[i]!;
  }
  return drawn;
}
