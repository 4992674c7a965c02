import type { Rng } from '../numerics/index.js';
import { pointsAt, squaredDistance, type Points } from './points.js';

/**
 * First centres by k-means++: each next one is a point drawn with probability D(x)² / Σ D(x)², D(x) the distance of x to the
 * nearest centre so far. The expected inertia is within 8 (ln k + 2) of the least there is.
 *
 * @param k in 1 … n. Fewer distinct points than k give centres that coincide.
 * @see Arthur & Vassilvitskii (2007), k-means++: The advantages of careful seeding, SODA, §2.2.
 */
export function seedCentres(points: Points, k: number, rng: Rng): Points {
  const chosen = [rng.int(points.count)];
  const distances = new Float64Array(points.count).fill(Infinity);
  while (chosen.length < k) {
    const last = chosen.at(-1)!;
    for (let i = 0; i < points.count; i++) {
      distances[i] = Math.min(distances[i]!, squaredDistance(points, i, points, last));
    }
    chosen.push(drawByWeight(distances, rng));
  }
  return pointsAt(points, chosen);
}

/** An index with probability in proportion to its weight; any of them where all weigh nothing. */
function drawByWeight(weights: Float64Array, rng: Rng): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0)) return rng.int(weights.length);
  let left = rng.next() * total;
  let last = 0;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i]! === 0) continue;
    last = i;
    left -= weights[i]!;
    if (left < 0) return i;
  }
  // Rounding has left a crumb after the last weight.
  return last;
}
